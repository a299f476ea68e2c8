"""Links between notes, as note-taking programs write them: [[Note|shown]] is text, ![[cell.png]] is a picture."""

import re

# Code and formulas come first, so that what they hold is no link.
LINK = re.compile(
    r"``[^`]*``|`[^`]*`|\$[^$\n]*\$"
    r"|(?P<embeds>!?)\[\[(?P<target>[^\[\]|\n]+?)(?:\\?\|(?P<shown>[^\[\]\n]*))?\]\]"
)
MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|mp3|m4a|wav|ogg|oga|opus|flac|3gp|webm|mp4|mov)\Z", re.IGNORECASE
)
NEEDS_BRACKETS = re.compile(r"[\s()]")
UNSAFE = str.maketrans({"<": "%3C", ">": "%3E"})


def resolved(line: str) -> str:
    """Return a line with the text that its links show, and with its embedded pictures and sounds as ours."""
    return LINK.sub(_resolved, line) if "[[" in line else line


def _resolved(found: re.Match[str]) -> str:
    target = (found["target"] or "").strip()
    if not target:
        return found[0]
    if found["embeds"] and MEDIA.search(target):
        name = target.translate(UNSAFE)
        return f"![](<{name}>)" if NEEDS_BRACKETS.search(name) else f"![]({name})"
    return (found["shown"] or "").strip() or " > ".join(part for part in target.split("#") if part)
