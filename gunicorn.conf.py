"""The one configuration of the server: `make run` and `manage.py serve` read it.

GUNICORN_CMD_ARGS adds to it, for example GUNICORN_CMD_ARGS="--access-logfile -".
"""

import os
from typing import Any

from ditcards import environment

wsgi_app = "ditcards.wsgi:application"
worker_class = "apps.web.server.buffering_worker.BufferingWorker"
workers = getattr(os, "process_cpu_count", os.cpu_count)() or 1
preload_app = True  # the processes share the loaded code
timeout = 120
graceful_timeout = 30 + environment.drain_seconds()
loglevel = "warning"
logger_class = "apps.web.server.log.SiteLogger"
control_socket_disable = True


def on_starting(_server: Any) -> None:
    """Begin to count requests from zero; learn from the environment whether systemd keeps the listeners."""
    from django.conf import settings

    from apps.operations.metrics.processes import forget_ended
    from apps.web.server.succession import leave_listeners_to_systemd

    forget_ended(settings.METRICS_FOLDER)
    if os.environ.get("LISTEN_FDS"):  # which the server takes out of it in a moment
        leave_listeners_to_systemd()


def on_reload(server: Any) -> None:
    """Let the workers that end leave their connections to the new ones."""
    from apps.web.server.succession import supersede

    supersede(server.worker_age)


def pre_exec(server: Any) -> None:
    """Let all workers leave their connections to the new server that this process becomes, unless it does not start."""
    from apps.web.server.succession import supersede

    supersede(server.worker_age, while_alive=os.getpid())
