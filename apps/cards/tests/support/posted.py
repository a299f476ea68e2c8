"""Fills in a form as a browser does."""

from tinyhtml5 import parse

FIELDS = ("input", "textarea", "select")


def posted_by(response):
    """Return what the form of a page of the admin posts, untouched."""
    forms = parse(response.text, namespace_html_elements=False).iter("form")
    found = next(form for form in forms if form.get("id", "").endswith("_form"))
    fields = (field for field in found.iter() if field.tag in FIELDS and field.get("name"))
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
