"""The Markdown that we read: CommonMark with tables, strikethrough, lists of definitions, formulas and listed tags."""

import re
from collections.abc import Callable, Mapping
from html import escape

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from apps.formats.text.link_labels import bounded_helpers
from apps.formats.text.link_targets import bounded_targets_plugin
from apps.formats.text.listed_html import listed_html_plugin
from apps.formats.text.table_cells import bounded_table_plugin

MAX_NESTING = 100  # the preset's 20 silently drops the text of a list nine levels deep
# Each line may begin a list or a quotation, and each mark a word in bold: either takes as long as a line of words.
MAX_LINES, MAX_MARKS = 10_000, 20_000
MARK = re.compile(r"[!*_~`\[<$&]")
# Words without any character that Markdown or HTML knows: a text of nothing else needs no parser, and most are such.
SYNTAX_CHARACTERS = r"\\`*_\[\]{}<>&$~|\x00-\x1f\x7f-\xa0\ud800-\udfff\ue000-\ue003"
FIRST, WORDS = r"(?=[^\W\d_])", rf"[^{SYNTAX_CHARACTERS}\s]++(?:\x20[^{SYNTAX_CHARACTERS}\s]++)*+"

type Rule = Callable[[str, Mapping[str, object]], str]  # HTML of a token: of its content and its attributes


def parser(**options: object) -> MarkdownIt:
    """Return a parser of our Markdown, with these options of markdown-it."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING, **options})
    md.helpers = bounded_helpers()
    md.enable(["table", "strikethrough"]).use(deflist_plugin).use(listed_html_plugin)
    md.use(bounded_table_plugin).use(bounded_targets_plugin)
    return md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)


def is_readable(text: str) -> bool:
    """Return whether a text is read as Markdown; one of tens of thousands of marks is shown as it is written."""
    return text.count("\n") <= MAX_LINES and len(MARK.findall(text)) <= MAX_MARKS


def as_written(text: str) -> str:
    """Return the HTML of a text as its characters, line by line."""
    return f"<p>{escape(text.strip('\n'), quote=False)}</p>".replace("\n", "<br>\n")


def converter(rules: Mapping[str, Rule]) -> Callable[[str], str]:
    """Return what makes HTML of Markdown by other rules, for files of other programs; no page shows it uncleaned."""
    md = parser(xhtmlOut=False)
    for kind, rule in rules.items():
        md.add_render_rule(kind, _of_token(rule))
    return lambda text: md.render(text) if is_readable(text) else as_written(text)


def _of_token(rule: Rule) -> Callable[..., str]:
    return lambda _self, tokens, index, *_rest: rule(tokens[index].content, tokens[index].attrs)
