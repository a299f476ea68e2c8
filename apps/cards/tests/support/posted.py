"""Fills in a form as a browser does."""

from tinyhtml5 import parse

FIELDS = ("input", "textarea", "select")


def posted_by(response):
    """Return what the form of a page of the admin posts, untouched."""
    return _values(next(form for form in _forms(response) if form.get("id", "").endswith("_form")))


def forms_in(response):
    """Return the forms of a page that are posted: where to, and what each posts, untouched."""
    here = response.wsgi_request.get_full_path()
    return [(form.get("action") or here, _values(form)) for form in _forms(response) if form.get("method") == "post"]


def _forms(response):
    return parse(response.text, namespace_html_elements=False).iter("form")


def _values(form):
    fields = (field for field in form.iter() if field.tag in FIELDS and field.get("name"))
    return dict(filter(None, map(_pair, fields)))


def _pair(field):
    name, kind = field.get("name"), field.get("type", "")
    if field.tag == "textarea":
        return name, (field.text or "").replace("\n", "\r\n")
    if field.tag == "select":
        chosen = field.find(".//option[@selected]")
        return name, (field.find(".//option") if chosen is None else chosen).get("value")
    if kind in ("submit", "button") or (kind == "checkbox" and field.get("checked") is None):
        return None
    return name, field.get("value", "on" if kind == "checkbox" else "")
