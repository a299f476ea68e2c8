"""Tells what the scripts of a front may hide, as a style sheet: nobody runs them, so all they could mean counts."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from apps.formats.anki.card_sides import script_lookups
from apps.formats.anki.card_sides.script_lookups import EVERY_TAG, STRING, TEXT, WALKS
from apps.formats.text.html.html_tree import Tag

MAX_LENGTH = 40_000  # characters of the scripts of a card, and of those that it links to
LINE_COMMENT = re.compile(r"^[^\S\n]*+//[^\n]*", re.MULTILINE)
COMMENT = re.compile(rf"/\*.*?\*/|{LINE_COMMENT.pattern}", re.DOTALL | re.MULTILINE)
HANDLER = re.compile(
    r"\son(?:load|error|animation\w{3,9}|transitionend)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
IS = r"['\"]?\]?\s*(?::|,|=(?!=))\s*+"  # between a name and its value
SHOWN = "block|inline|flex|grid|table|contents|list-item|initial|inherit|revert|unset|visible"
NOT_SHOWN = rf"(?!['\"`]?(?:{SHOWN})|''|\"\"|``)"
MASK = r"(?:[_*#…?\u2022\u25a0-\u25ff\u2588]|\.{2,}+|-{2,}+|\[[^\w\[\]]*+\])++"
CONTENT = r"\.(?:innerHTML|textContent|innerText|outerHTML|nodeValue)"
ZERO = r"['\"`]?(?:0*+\.)?0++(?:px|em|rem|pt|%)?\s*(?:['\"`;,}!]|$)"
IMPORT_TO_HIDE = r"\bimport\b[^;]{0,300}(?:[Hh]id(?:e|ing)|[Rr]eveal|[Cc]onceal|[Ss]poiler|[Mm]ask|[Oo]cclu)"
HIDES = re.compile(
    rf"\bdisplay{IS}{NOT_SHOWN}|\bvisibility{IS}{NOT_SHOWN}"
    rf"|\b(?:opacity|zoom|scale|fontSize|font-size|(?:max-?)?[hH]eight|(?:max-?)?[wW]idth|lineHeight){IS}{ZERO}"
    rf"|\b(?:color|\w*TextFillColor){IS}['\"`]?(?:transparent|white|#f{{3}}|rgba)"
    rf"|\b(?:clip|clip-?[pP]ath|text-?[iI]ndent|filter){IS}|-\d{{3,}}(?:px|em|rem|v[wh]|%)|\bscale\w*\(\s*0"
    r"|\.hidden\s*=(?!=)\s*+(?!false|!1)|\btoggleAttribute\("
    r"|\b(?:setAttribute|attr|prop)\(\s*['\"`](?:hidden|style|class)"
    r"|\.(?:hide|fadeOut|slideUp|slideToggle|fadeToggle|fadeTo|replaceWith)\("
    r"|\.(?:remove|detach|toggle)\(\s*\)"
    rf"|(?:{CONTENT})\s*=\s*(['\"`])\s*{MASK}\s*\1|\.(?:html|text)\(\s*(['\"`])\s*{MASK}\s*\2\s*\)"
    rf"|\.replace(?:All)?\([^;\n]{{1,100}}?,\s*(['\"`])\s*{MASK}\s*\3|['\"`]\s*{MASK}\s*['\"`]\.repeat\("
    rf"|(?:{CONTENT})\s*=\s*+(?!''|\"\"|``)(?:{TEXT})\s*(?:[;\n}}]|\Z)"  # other words in its place
    rf"|\.(?:html|text)\(\s*+(?!''|\"\"|``)(?:{TEXT})\s*\)"
    rf"|(?:{CONTENT})\s*=(?!=)[^;\n]{{0,300}}?\."  # a part
    r"(?:split\([^;\n]{0,60}?\)\s*\[|(?:slice|substr(?:ing)?|match|exec)\()"
    r"|\.style\s*\[\s*+(?!['\"`][\w-]+['\"`]\s*\])"  # by a name that is put together
    rf"|{IMPORT_TO_HIDE}"
    r"|\b(?:eval|atob)\(|\bnew\s+Function\b",
    re.MULTILINE,
)
BY_NAME = re.compile(IMPORT_TO_HIDE)
EMPTIES = re.compile(
    rf"\.(?:removeChild|replaceChildren)\(|\.empty\(\s*\)|(?:{CONTENT})\s*=\s*(['\"`])(?:&nbsp;|\s)*\1"
    r"|\.(?:html|text)\(\s*(['\"`])(?:&nbsp;|\s)*\2\s*\)"
)
SHUFFLES = re.compile(
    r"\bMath\.random\b|\.sort\(|\.reverse\(|shuffle", re.IGNORECASE
)  # and fills again what it empties
MOVES = re.compile(
    r"\.(?:append|prepend|appendChild|insertBefore)\(\s*"
    r"(?:(?P<name>[\w$]+)\s*[,)]|document\.(?:getElement|querySelector)\w*\()"
)
CREATED = re.compile(r"(?<![\w$])([\w$]++)\s*=\s*(?:[\w$.]+\.(?:create\w+|cloneNode|importNode)\(|new\b|['\"`])")
CHANGES_CLASS = re.compile(
    rf"(?:classList\.(?:add|toggle|remove|replace)|\.(?:add|toggle|remove)Class)\(\s*(?P<name>{TEXT})?"
    rf"|\.className\s*\+?=(?!=)\s*(?P<whole>{TEXT})?"
    r"|\.dataset\.(?P<data>\w+)\s*=(?!=)|\bsetAttribute\(\s*['\"](?P<attribute>data-[\w-]+)"
)
BLOCK = re.compile(r"(?P<selector>[^{}\"'`;]{1,300}+)\{(?P<rules>[^{}]*+)\}")
TAG_IN_TEXT = re.compile(r"<[^<>]*>")
HIDING_RULE = re.compile(r"(?:display|visibility)\s*:\s*(?:none|hidden|collapse)|opacity\s*:\s*0(?!\.[1-9])")
WORD = re.compile(r"[\w-]+")
DECLARED = re.compile(r"\b(?:var|let|const|function)\s+([\w$]+)")
OBJECT = re.compile(r"(?<![\w$.])([\w$]+)\s*[.\[]")
OUT = "{display:none!important}"
EVERYTHING = f"{EVERY_TAG}{OUT}"


@dataclass(frozen=True, slots=True)
class _ScriptEffects:
    """What scripts hide: by these selectors, and by the ids and classes that they name."""

    selectors: tuple[str, ...]
    rules: str  # style sheets in their strings
    texts: frozenset[str]  # words in their strings
    objects: frozenset[str]  # names of what they have not declared


def divided(html: str) -> tuple[str, str]:
    """Return a front without its scripts, and what runs when it is shown: these, and the handlers of what loads."""
    first, *pieces = re.split(r"<script\b[^<>]*>", html, flags=re.IGNORECASE)
    parts = [re.split("</script", piece, maxsplit=1, flags=re.IGNORECASE) for piece in pieces]
    rest = "\n".join([first, *(part[-1] for part in parts)])
    handlers = ("".join(found) for found in HANDLER.findall(rest))
    return rest, "\n".join([*(part[0] for part in parts), *handlers])


def styles_of(scripts: str, root: Tag, classes: Set[str]) -> str:
    """Return a style sheet that hides what scripts may hide; `classes` are those that the page's own styles are about.

    Which of it, and when, only running them would tell.
    """
    effects = _effects(scripts, frozenset(classes)) if scripts else None
    if effects is None:
        return ""
    return effects.rules + "".join(f"{selector}{OUT}" for selector in [*effects.selectors, *_named(effects, root)])


def _named(effects: _ScriptEffects, root: Tag) -> Iterator[str]:
    """Yield selectors of the elements that scripts name in a text, or by a variable that each id is."""
    for tag in root.walk() if effects.selectors or effects.objects or effects.texts else ():
        name = tag.attributes.get("id", "")
        if name and '"' not in name and name in effects.texts | effects.objects:
            yield f'[id="{name}"]'
        yield from (f'[class~="{each}"]' for each in tag.classes if each in effects.texts and '"' not in each)


@lru_cache(maxsize=64)  # of the notes of a type, most have the same
def _effects(scripts: str, classes: frozenset[str]) -> _ScriptEffects | None:
    """Return what scripts hide; None for those that hide nothing."""
    code = _without_comments(scripts)
    texts = [found[0][1:-1] for found in STRING.finditer(code)]
    rules, is_computed = _injected(texts)
    places = [*_hiding_places(code), *_changing_places(code, classes)]
    moves = not SHUFFLES.search(code) and _moves(code)
    if not (rules or is_computed or places or moves):
        return None
    aimed = None if is_computed or moves else script_lookups.targets(code, places)
    if aimed is not None:
        return _ScriptEffects(tuple(aimed), rules, frozenset(), frozenset())
    selectors = [EVERY_TAG] if WALKS.search(code) or is_computed or BY_NAME.search(code) else []
    selectors += script_lookups.found_in(code)
    declared = {*DECLARED.findall(code)}
    objects = frozenset((*OBJECT.findall(code), *(each["name"] or "" for each in MOVES.finditer(code)))) - declared
    words = frozenset(word for text in texts for word in WORD.findall(text))
    return _ScriptEffects(tuple(dict.fromkeys(selectors)), rules, words, objects)


def _without_comments(scripts: str) -> str:
    """Return scripts without their comments; after the last end of one no other is looked for, from each beginning."""
    text, end, rest = scripts.rpartition("*/")
    return COMMENT.sub(" ", text + end) + LINE_COMMENT.sub(" ", rest)


def _hiding_places(code: str) -> Iterator[int]:
    """Yield where scripts hide something, or empty it without filling it again."""
    yield from (found.start() for found in HIDES.finditer(code))
    if not SHUFFLES.search(code):
        yield from (found.start() for found in EMPTIES.finditer(code))


def _moves(code: str) -> bool:
    """Return whether scripts move what they have not made, which may be to where nobody sees it."""
    made = {*CREATED.findall(code)}
    return any(found["name"] not in made for found in MOVES.finditer(code))


def _changing_places(code: str, classes: Set[str]) -> Iterator[int]:
    """Yield where scripts give or take classes that decide what is seen, or that nobody knows."""
    for found in CHANGES_CLASS.finditer(code) if classes else ():
        name = _changed(found)
        if not name or not classes.isdisjoint(WORD.findall(name)):
            yield found.start()


def _changed(found: re.Match[str]) -> str:
    """Return the names of what a script changes; empty where it computes them."""
    return found["name"] or found["whole"] or found["attribute"] or (f"data-{found['data']}" if found["data"] else "")


def classes_given(scripts: str, classes: Set[str]) -> str:
    """Return which of these classes scripts give to something, which may be the whole page."""
    words = {word for found in CHANGES_CLASS.finditer(scripts) for word in WORD.findall(_changed(found))}
    return " ".join(sorted(words & classes))


def _injected(texts: Iterable[str]) -> tuple[str, bool]:
    """Return the rules that hide in the texts of scripts, and whether any hides what is put together elsewhere."""
    rules, is_computed = [], False
    for text in texts:
        plain = TAG_IN_TEXT.sub("\n", text)
        if not HIDING_RULE.search(plain) or "{" not in plain:
            continue
        blocks = [found for found in BLOCK.finditer(plain) if HIDING_RULE.search(found["rules"])]
        is_computed = is_computed or not blocks or "${" in text
        rules += [f"{each['selector'].strip()}{OUT}" for each in blocks]
    return "".join(rules), is_computed
