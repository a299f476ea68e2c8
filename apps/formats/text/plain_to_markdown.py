r"""Plain texts of other programs as Markdown that shows exactly them; their formulas become ours.

Anki writes formulas as \(x\), \[x\], [$]x[/$], [$$]x[/$$] and [latex]x[/latex].
"""

import re

from apps.formats.text.escaping import BEFORE_PUNCTUATION, BLOCK, EMPHASIS, LINK, TAG_OR_ENTITY

ANYWHERE = re.compile(rf"{BEFORE_PUNCTUATION}|`|~(?=~)|(?<=~)~|{EMPHASIS}|{TAG_OR_ENTITY}|{LINK}")
BELOW_TABLE_HEAD = re.compile(r"[-:|][-:| ]*$")
# what a formula may hold stops before the next one could begin, so that a flood of openings takes no time
INSIDE = r"(?:[^\\\[]|\\(?![()\[\]])|\[(?!/?\$|/?latex))*+"
FORMULA = re.compile(
    rf"\\\((?P<inline>{INSIDE})\\\)|\\\[(?P<display>{INSIDE})\\\]"
    rf"|\[\$\](?P<dollar>{INSIDE})\[/\$\]|\[\$\$\](?P<dollars>{INSIDE})\[/\$\$\]|\[latex\](?P<latex>{INSIDE})\[/latex\]"
)
IN_DOLLARS = re.compile(r"\$\$?(?P<inner>[^$]+)\$\$?|\\begin\{(?:displaymath|math)\}(?P<body>.*)\\end\{.*", re.DOTALL)
TEXT = re.compile(r"\\(?P<name>text(?:rm|bf|it)?|mbox|hbox)\{(?P<text>(?:[^{}\\]|\\.|\{[^{}]*\})*+)\}")
DOLLAR = re.compile(r"(?P<escaped>\\.)|\$")
SPACE = "&nbsp;"  # a space that Markdown keeps: authors make gaps of some, and one is no more than a space
KEPT_SPACES = re.compile(r"\xa0[ ]?(?:\xa0[ ]?)+")
LINE_ENDS = str.maketrans(dict.fromkeys("\v\u2028\u2029", "\n"))  # those inside a paragraph or a cell
SPACES = re.compile(r"[ \t\xa0]+")
GAP = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")


def markdown(text: str) -> str:
    """Return Markdown of which learners see the text, with its lines."""
    text = text.translate(LINE_ENDS)
    pieces: list[str] = []
    position = 0
    many_dollars = text.count("$") > 1
    for found in FORMULA.finditer(text) if "\\" in text or "[" in text else ():
        pieces += [escaped(text[position : found.start()], dollars=many_dollars), formula(found)]
        position = found.end()
    pieces.append(escaped(text[position:], dollars=many_dollars))
    return lines("".join(apart_from_digits(pieces)))


def escaped(text: str, *, dollars: bool = True) -> str:
    """Return text with backslashes before characters that would format it; `lines` sees to what begins a block."""
    text = "\n".join([ANYWHERE.sub(r"\\\g<0>", line) for line in text.split("\n")])
    text = KEPT_SPACES.sub(lambda found: found[0].replace("\xa0", SPACE), text) if "\xa0" in text else text
    return text.replace("$", r"\$") if dollars else text


def lines(text: str) -> str:
    """Return lines of escaped text as Markdown: each shows as a line, and a blank one divides paragraphs."""
    if "\n" not in text:
        return _line(text)
    paragraphs = GAP.split(text.strip())
    return "\n\n".join(
        "\\\n".join(line for line in map(_line, paragraph.split("\n")) if line) for paragraph in paragraphs
    )


def _line(text: str) -> str:
    line = _without_spaces_at_end(SPACES.sub(" ", text)).strip()
    block = BLOCK.match(line) or BELOW_TABLE_HEAD.match(line)
    if not block:
        return line
    at = block.end("number") if block.re is BLOCK and block["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def _without_spaces_at_end(text: str) -> str:
    """Return a line without the spaces at its end, whichever they are, in one walk from there."""
    end = len(text)
    while True:
        while end and text[end - 1].isspace():
            end -= 1
        if not text.endswith(SPACE, 0, end) or text.endswith(f"\\{SPACE}", 0, end):
            return text[:end]
        end -= len(SPACE)


def formula(found: re.Match[str]) -> str:
    """Return a formula as Markdown writes it; one that is empty shows as it was written."""
    latex = " ".join((found[found.lastgroup or 0] or "").split())
    shown = found.lastgroup in ("display", "dollars")
    if inner := IN_DOLLARS.fullmatch(latex):
        shown = latex.startswith("$$") or "displaymath" in latex
        latex = (inner["inner"] or inner["body"]).strip()
    if not latex:
        return escaped(found[0])
    if "$" in latex:
        latex = DOLLAR.sub(lambda found: found["escaped"] or r"\$", TEXT.sub(_apart_from_formulas, latex))
    return f"$${latex}$$" if shown else f"${latex}$"


def _apart_from_formulas(found: re.Match[str]) -> str:
    """Return a text in a formula with the formulas between its dollars beside it."""
    parts = re.split(r"(?<!\\)\$", found["text"])
    if len(parts) % 2 == 0:
        return found[0]
    written = (rf"\{found['name']}{{{part}}}" if index % 2 == 0 else f"{{{part}}}" for index, part in enumerate(parts))
    return "".join(each for part, each in zip(parts, written, strict=True) if part)


def apart_from_digits(pieces: list[str]) -> list[str]:
    """Put a space between a digit and a formula, which would be none beside it; formulas have the odd places."""
    for index in range(1, len(pieces), 2):
        if pieces[index - 1][-1:].isdigit() and pieces[index].startswith("$"):
            pieces[index] = f" {pieces[index]}"
        if pieces[index + 1][:1].isdigit() and pieces[index].endswith("$"):
            pieces[index] += " "
    return pieces
