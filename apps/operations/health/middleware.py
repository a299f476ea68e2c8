"""Answers probes before anything else is asked of a request: its host, HTTPS, a session, a login."""

import logging
from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.log import log_response

from apps.operations.health.callers import is_operator
from apps.operations.health.checks import CHECKS
from apps.operations.health.readiness import findings
from apps.operations.metrics.exposition import CONTENT_TYPE, metrics_text

METHODS = ("GET", "HEAD")
RETRY_SECONDS = 5

log = logging.getLogger("apps.operations.health")


class ProbeMiddleware:
    """The first of all middleware: a load balancer asks by IP address, over plain HTTP, without cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, which no cache may store; pass on any other request."""
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        response = probe(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response.headers["Cache-Control"] = "no-store"
        return response


def livez(_request: HttpRequest) -> HttpResponse:
    """Answer that the process answers; it needs nothing else."""
    return JsonResponse({"ok": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether all is as it must be, or with ?traffic, whether this node can serve pages; to operators, why."""
    checks = [each for each in CHECKS if each.for_traffic or "traffic" not in request.GET]
    found = findings(checks, timezone.now())
    wrong = [f"{name}: {each.why}" for name, each in found.items() if not each.ok]
    details = {"checks": {name: asdict(each) for name, each in found.items()}} if is_operator(request) else {}
    if not wrong:
        return JsonResponse({"ok": True, **details})
    response = JsonResponse({"ok": False, **details}, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    log_response("503, %s", "; ".join(wrong), response=response, request=request, logger=log, level="warning")
    return response


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, on this machine or with the token."""
    if not is_operator(request):
        why = "for programs on the site's own machine, not through a proxy, or with METRICS_TOKEN as bearer token"
        return JsonResponse({"ok": False, "why": why}, status=403)
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE)


PROBES = {"/livez": livez, "/readyz": readyz, "/metrics": metrics}
