r"""Anki's [latex]...[/latex] as HTML: it holds a text of LaTeX, with formulas in it, and not one formula."""

import re
from html import escape, unescape

LATEX = re.compile(r"\[latex\](?P<text>(?:[^\[]|\[(?!/?latex\]))*+)\[/latex\]", re.IGNORECASE)
LINE_END = re.compile(r"\s*(?:<br ?/?>|</?(?:div|p)\b[^<>]*>)\s*", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
DISPLAYED = r"displaymath|equation\*?|align\*?|gather\*?|multline\*?|eqnarray\*?"
FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<dollars>[^$]+)\$\$|(?<!\\)\$(?P<dollar>(?:[^$\\]|\\.)+)\$|\\\[(?P<shown>.*?)\\\]|\\\((?P<inline>.*?)\\\)"
    rf"|\\begin\{{math\}}(?P<math>.*?)\\end\{{math\}}"
    rf"|\\begin\{{(?P<name>{DISPLAYED})\}}(?P<body>.*?)\\end\{{(?P=name)\}}",
    re.DOTALL,
)
ALONE = ("displaymath", "equation", "equation*")  # what needs no environment where it is displayed
IS_TEXT = re.compile(
    r"\\(?:item|text(?:bf|it|tt|rm)|emph|underline|begin\{(?:itemize|enumerate|center)\}|\\|par\b)"
    r"|\{\\(?:bf|it|em)\b"
)
ARGUMENTS = r"(?:\[[^\]]{0,200}\])?(?:\{(?:[^{}]|\{[^{}]*\})*+\})*+"
COMMAND = re.compile(rf"(?<!\\)\\[a-zA-Z]+{ARGUMENTS}")
QUANTITY = re.compile(rf"\\(?:SI|si|qty|unit|num|ang|ce|pu)(?![a-zA-Z]){ARGUMENTS}")  # formulas without dollars
LONG_WORD = re.compile(r"(?<!\S)[^\W\d_]{3,}[.,;:!?]?(?!\S)")
WORD = r"[^\W\d_]{2,}"
WORD_BESIDE = re.compile(rf"(?<![\\\w{{]){WORD}[,:]?\s+\ue012|\ue013\s+{WORD}(?![\w(])")
WORDS = re.compile(r"(?<![\\\w{])(?:[^\W\d_]{2,}[.,;:!?]?\s+[^\W\d_]{2,}|[^\W\d_]\s+[^\W\d_]{3,})(?!\w)")
MARKS = {"textbf": "b", "textit": "i", "emph": "i", "underline": "u", "texttt": "code", "textsuperscript": "sup"}
MARKED = re.compile(
    rf"\\(?P<name>{'|'.join(MARKS)}|text|textrm|mbox|textsc|textcolor\{{[^{{}}]*\}}|section\*?|subsection\*?)\{{(?P<text>[^{{}}]*)\}}"
)
OLD_MARKED = re.compile(r"\{\\(?P<name>bf|it|em|tt|bfseries|itshape)\b\s*(?P<text>[^{}]*)\}")
OLD_MARKS = {"bf": "b", "it": "i", "em": "i", "tt": "code", "bfseries": "b", "itshape": "i"}
LISTS = {"itemize": "ul", "enumerate": "ol", "description": "ul"}
STRUCTURE = re.compile(
    r"\\(?P<end>begin|end)\{(?P<name>itemize|enumerate|description)\}(?:\[[^\]]*\])?|\\item(?:\[(?P<label>[^\]]*)\])?\s*"
)
LAID_OUT = "itemize|enumerate|description|center|flushleft|flushright|document|minipage"
SIZES = "tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge"
DROPPED = re.compile(
    rf"\\(?:begin|end)\{{(?:center|flushleft|flushright|document|minipage)\}}|\\(?:noindent|centering|par|{SIZES})\b ?"
)
LINE_BREAK = r"\\"
NO_TEXT = re.compile(
    rf"\\\\|\\begin\{{(?P<name>(?!(?:{LAID_OUT})\}})[a-zA-Z]+\*?)\}}.*?\\end\{{(?P=name)\}}"
    rf"|\\(?!(?:begin|end|item|newline|ldots|dots|{'|'.join(MARKS)}|text|textrm|textcolor|textsc|mbox|(?:sub)?section"
    rf"|bf|it|em|tt|bfseries|itshape|noindent|centering|par|{SIZES})(?![a-zA-Z]))[a-zA-Z]+{ARGUMENTS}",
    re.DOTALL,
)
CHARACTERS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "), (r"\ldots", "…"), (r"\dots", "…"))
ESCAPED = re.compile(r"\\([#$%&_{}])")
BLANK_LINE = re.compile(r"\n\s*\n\s*")
PLACEHOLDER = re.compile("\ue012(\\d+)\ue013")
MAX_MARKS = 5  # in each other


def expanded(html: str) -> str:
    """Return HTML with each text of LaTeX in it as HTML, with its formulas as Anki writes them."""
    return LATEX.sub(lambda found: _html(found["text"]), html)


def _html(inside: str) -> str:
    latex = unescape(TAG.sub("", LINE_END.sub("\n", inside)).replace("&nbsp;", " ")).strip()
    latex = latex.replace("\ue012", "").replace("\ue013", "")
    formulas: list[str] = []
    text = FORMULA.sub(lambda found: _kept(found, formulas), latex)
    if not formulas and not IS_TEXT.search(latex) and not _has_words(latex):
        return rf"\({escape(latex, quote=False)}\)" if latex else ""
    text = NO_TEXT.sub(lambda found: _kept_command(found[0], formulas), text)
    return PLACEHOLDER.sub(lambda found: formulas[int(found[1])], _of_text(text))


def _has_words(latex: str) -> bool:
    """Return whether LaTeX without formulas is a text: words in a row, beside a quantity, or between commands."""
    text = QUANTITY.sub("\ue012\ue013", latex)
    if WORDS.search(text) or WORD_BESIDE.search(text):
        return True
    return len(LONG_WORD.findall(COMMAND.sub("", text))) > 1


def _kept(found: re.Match[str], formulas: list[str]) -> str:
    """Store a formula as Anki writes it, and return its placeholder."""
    kind = found.lastgroup
    if found["name"]:
        body = found["body"] if found["name"] in ALONE else found[0]
        formulas.append(rf"\[{escape(body.strip(), quote=False)}\]")
    else:
        opening, closing = (r"\[", r"\]") if kind in ("dollars", "shown") else (r"\(", r"\)")
        formulas.append(f"{opening}{escape(found[kind or 0].strip(), quote=False)}{closing}")
    return f"\ue012{len(formulas) - 1}\ue013"


def _kept_command(latex: str, formulas: list[str]) -> str:
    """Store what only a formula can hold, or what cannot be drawn and is named for that; return its placeholder."""
    if latex == LINE_BREAK:
        return latex
    latex = PLACEHOLDER.sub(lambda found: unescape(formulas[int(found[1])])[2:-2], latex)
    formulas.append(rf"\({escape(latex, quote=False)}\)")
    return f"\ue012{len(formulas) - 1}\ue013"


def _of_text(latex: str) -> str:
    """Return the HTML of text without formulas; HTML ends an item where the next one begins."""
    text = escape(DROPPED.sub("", latex), quote=False)
    for _level in range(MAX_MARKS):
        text = OLD_MARKED.sub(lambda found: _tagged(OLD_MARKS[found["name"]], found["text"]), MARKED.sub(_marked, text))
    text = STRUCTURE.sub(_list_tag, text)
    text = re.sub(r"\\\\(?:\[[^\]]*\])?\s*|\\newline\b\s*", "<br>", text)
    text = BLANK_LINE.sub("<br><br>", text).replace("\n", " ")
    for written, character in CHARACTERS:
        text = text.replace(written, character)
    return ESCAPED.sub(r"\1", text)


def _marked(found: re.Match[str]) -> str:
    name = "b" if "section" in found["name"] else MARKS.get(found["name"], "")
    return _tagged(name, found["text"]) if name else found["text"]


def _tagged(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def _list_tag(found: re.Match[str]) -> str:
    if found["name"]:
        return f"<{'/' if found['end'] == 'end' else ''}{LISTS[found['name']]}>"
    return f"<li>{_tagged('b', found['label']) + ' ' if found['label'] else ''}"
