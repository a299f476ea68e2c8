"""What is left out of HTML, because a browser would run it, load it or send it: a sort of loss for each."""

from apps.formats.messages import ngettext

SCRIPT = ngettext("{count} script was left out: {places}.", "{count} scripts were left out: {places}.", 1)
FRAME = ngettext("{count} frame was left out: {places}.", "{count} frames were left out: {places}.", 1)
DRAWING = ngettext("{count} SVG drawing was left out: {places}.", "{count} SVG drawings were left out: {places}.", 1)
FORM_FIELD = ngettext("{count} form field was left out: {places}.", "{count} form fields were left out: {places}.", 1)
EVENT_HANDLER = ngettext(
    "{count} event handler was left out: {places}.", "{count} event handlers were left out: {places}.", 1
)
REMOTE_IMAGE = ngettext(
    "{count} remote image was left out: {places}.", "{count} remote images were left out: {places}.", 1
)
BY_TAG = {
    **dict.fromkeys(("script", "noscript", "template"), SCRIPT),
    **dict.fromkeys(("iframe", "object", "applet", "embed"), FRAME),
    **dict.fromkeys(("textarea", "select"), FORM_FIELD),
    "svg": DRAWING,
}
