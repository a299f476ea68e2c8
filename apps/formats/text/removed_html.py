"""What a person reads about HTML that was not imported."""

from apps.formats.messages import Message, ngettext


def removed_html(count: int) -> Message:
    """Return a sentence on so many parts of texts that were taken out of them."""
    return ngettext(
        "{count} script, frame, event handler or remote image was left out.",
        "{count} scripts, frames, event handlers or remote images were left out.",
        count,
    )
