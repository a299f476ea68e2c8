"""Forms of the print page as a browser sends them."""

from apps.printing.request.forms import DEFAULTS


def sent(**more):
    """Return a form as a browser sends it."""
    return {**DEFAULTS, "paper": "", "orientation": "", "margin_mm": "", **more}
