"""The few tags of HTML that our Markdown holds: what Markdown has no mark for. All other tags are text.

A tag is one only if the text holds its other half too, and only in exactly this spelling: without attributes, but for
a class out of `COLORS`. What is written across other marks is put right by whoever cleans the HTML.
"""

import re
from collections.abc import Mapping, MutableMapping

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

COLORS = ("red", "orange", "yellow", "green", "blue", "purple", "gray")  # classes of text, and of what is behind it
COLOR = f' class="(?:{"|".join(COLORS)})"'
INLINE = re.compile(
    r"<(?:(?P<closing>/)(?=\w+>))?(?P<name>u|small|big|sub|sup|ruby|rt|rp|mark|span)"
    rf"(?:(?<=<mark|<span){COLOR}|(?<!<span))>"
)
DETAILS = re.compile(r"<(?P<closing>/)?(?P<name>details)>")
SUMMARY = re.compile(r"\s*<summary>(?P<text>.*?)</summary>", re.DOTALL)
MAX_NESTING = 5  # what opens inside what opens
OPEN_DETAILS = "open details"  # how many are open, among what a parser knows


def listed_html_plugin(md: MarkdownIt) -> None:
    """Let a parser read these tags; they become tokens of HTML."""
    md.inline.ruler.before("autolink", "listed_tag", _tag)
    ends = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("html_block", "details", _details, {"alt": ends})


def _tag(state: StateInline, silent: bool) -> bool:
    found = INLINE.match(state.src, state.pos, state.posMax)
    if not found or found.start() not in _halves(INLINE, state.src, state.env):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _details(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read what opens: from a line that begins with the tag, to the one that ends with its other half."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("<details>", start):
        return False
    last = _last_line(state, start, start_line, end_line)
    depth = state.env.get(OPEN_DETAILS, 0)
    if last is None or depth >= MAX_NESTING:
        return False
    if not silent:
        text = state.getLines(start_line, last + 1, state.blkIndent, False).strip()
        _push(state, text.removeprefix("<details>").removesuffix("</details>"), depth)
        state.line = last + 1
    return True


def _last_line(state: StateBlock, start: int, start_line: int, end_line: int) -> int | None:
    """Return the line at whose end closes what opens at a place; none where it does not."""
    closing = _halves(DETAILS, state.src, state.env).get(start)
    for line in range(start_line, end_line if closing is not None else start_line):
        if state.eMarks[line] == closing:
            return line
    return None


def _halves(tag: re.Pattern[str], text: str, env: MutableMapping[str, object]) -> Mapping[int, int]:
    """Return where the other half of each tag of a text ends, by where its own begins: found once for a text."""
    known = env.get(tag.pattern)
    if not isinstance(known, tuple) or known[0] is not text:
        env[tag.pattern] = known = (text, _found_halves(tag, text))
    halves: Mapping[int, int] = known[1]
    return halves


def _found_halves(tag: re.Pattern[str], text: str) -> Mapping[int, int]:
    halves: dict[int, int] = {}
    opened: dict[str, list[re.Match[str]]] = {}
    for found in tag.finditer(text):
        waiting = opened.setdefault(found["name"], [])
        if not found["closing"]:
            waiting.append(found)
        elif waiting:
            opening = waiting.pop()
            halves |= {opening.start(): found.end(), found.start(): opening.end()}
    return halves


def _push(state: StateBlock, text: str, depth: int) -> None:
    """Add the tokens of what opens, from its summary to its end."""
    summary = SUMMARY.match(text)
    _push_html(state, "<details>")
    if summary:
        _push_html(state, "<summary>")
        inline = state.push("inline", "", 0)
        inline.content, inline.children = " ".join(summary["text"].split()), []
        _push_html(state, "</summary>\n")
    state.env[OPEN_DETAILS] = depth + 1
    inside = StateBlock(text[summary.end() :] if summary else text, state.md, state.env, state.tokens)
    inside.level = state.level + 1
    state.md.block.tokenize(inside, 0, inside.lineMax)
    state.env[OPEN_DETAILS] = depth
    _push_html(state, "</details>\n")


def _push_html(state: StateBlock, html: str) -> None:
    state.push("html_block", "", 0).content = html
