"""Reads out of style sheets what they hide: the one door to the readers of CSS and of its selectors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

type PageElement = cssselect2.ElementWrapper

MAX_LENGTH = 100_000  # characters of a style sheet
MAX_SELECTOR_LENGTH = 1_000
ZERO = r"0*\.?0+(?:px|em|rem|pt|%)?"
FAR_AWAY = r"-\d{3,}(?:px|em|rem|pt|%|vw|vh)"
HIDING = {
    "display": r"none",
    "visibility": r"hidden|collapse",
    "content-visibility": r"hidden",
    "opacity": r"0*\.?0\d*%?|[0-4]%",
    "font-size": ZERO,
    "color": r"transparent|(?:rgb|hsl)a?\(.*[,/]\s*0*\.?0+%?\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0",
    "filter": r".*\bblur\(.*",
    "transform": r".*\bscale[xy]?\(\s*0\s*[,)].*",
    **dict.fromkeys(("left", "top", "right", "margin-left", "text-indent"), FAR_AWAY),
}
PATTERNS = {name: re.compile(pattern) for name, pattern in HIDING.items()}
COLLAPSED = "size"  # no height, and what is higher is cut off
SIZES = ("height", "max-height", "width", "max-width")
VARIABLE = re.compile(r"\bvar\(")
IN_VARIABLES = ("display", "visibility", "content-visibility")  # colors are in variables too, and rarely to hide
INHERITED = frozenset(("visibility", "color", "font-size"))  # what is in a hidden tag may undo these
HINTS = re.compile(r"display|visibility|opacity|font-size|color|filter|transform|overflow|-\d{3}", re.IGNORECASE)
PSEUDO_CLASS = re.compile(r"(?<!:):[a-z-]+(?:\([^()]*\))?", re.IGNORECASE)
PLATFORM = re.compile(
    r"\.(?:mobile|android|ios|iphone|ipad|win|mac|linux?|is(?:Win|Mac|Lin)|js|chrome|gecko|webkit"
    r"|night_?mode|night|ankidroid_\w+)\b",
    re.IGNORECASE,
)
EVERYWHERE = re.compile(r"\s*(?:only\s+)?(?:all|screen)\s*", re.IGNORECASE)
PAPER = re.compile(r"\s*print\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does to whether a tag is seen: `name` is the property that does it."""

    name: str
    hides: bool
    important: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    effects: tuple[Effect, ...]
    certain: bool


class HidingStyles:
    """The rules of a style sheet that hide something, or show it again."""

    def __init__(self, css: str) -> None:
        self._matcher = cssselect2.Matcher()
        self.hides = self.varies = False  # anything at all; or only on some screens, in some states
        try:
            self._read(tinycss2.parse_stylesheet(css[:MAX_LENGTH], skip_comments=True, skip_whitespace=True))
        except (RecursionError, AttributeError):  # brackets in brackets, of no card that anybody made
            return

    def effects_on(self, element: PageElement, *, certain: bool) -> dict[str, bool]:
        """Return of each property that decides it whether it hides an element; `certain` is wherever it is shown."""
        found: dict[str, tuple[bool, bool]] = {}
        for *_order, pseudo, rule in self._matcher.match(element):
            if pseudo is None and (rule.certain or not certain):
                _cascade(found, rule.effects, certain=certain)
        _cascade(found, inline_effects(element.etree_element.get("style", "")), certain=certain)
        return {name: hides for name, (_important, hides) in found.items()}

    def _read(self, rules: Iterable[Node], parent: str = "", *, certain: bool = True) -> None:
        for rule in rules:
            if isinstance(rule, AtRule) and rule.content and not _is_for_paper(rule):
                inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                self._read(inside, parent, certain=certain and _is_certain(rule))
            elif isinstance(rule, QualifiedRule):
                self._add(rule, parent, certain)

    def _add(self, rule: QualifiedRule, parent: str, certain: bool) -> None:
        selector = _nested(tinycss2.serialize(rule.prelude).strip(), parent)
        content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        self._read(content, selector, certain=certain)
        effects = _effects(content)
        if not effects or len(selector) > MAX_SELECTOR_LENGTH:
            return
        self.hides = self.hides or any(effect.hides for effect in effects)
        is_certain = certain and all(effect.certain for effect in effects)
        self.varies = self.varies or not is_certain or bool(PLATFORM.search(selector))
        for compiled, is_known in _compiled(selector):
            self.varies = self.varies or not is_known
            self._matcher.add_selector(compiled, _Rule(effects, certain and is_known))


@lru_cache(maxsize=64)
def styles_of(css: str) -> HidingStyles:
    """Return what a style sheet hides."""
    return HidingStyles(css)


def wrapped(root: Element) -> PageElement:
    """Return a page whose elements can be matched."""
    return cssselect2.ElementWrapper.from_html_root(root)


@lru_cache(maxsize=256)
def inline_effects(style: str) -> tuple[Effect, ...]:
    """Return what the style attribute of a tag does."""
    if not HINTS.search(style):
        return ()
    return _effects(tinycss2.parse_blocks_contents(style[:MAX_SELECTOR_LENGTH]))


def _cascade(found: dict[str, tuple[bool, bool]], effects: Iterable[Effect], *, certain: bool) -> None:
    """Let later effects replace earlier ones that are not more important; `certain` are those that nothing varies."""
    for effect in effects:
        if (effect.certain or not certain) and effect.important >= found.get(effect.name, (False, False))[0]:
            found[effect.name] = (effect.important, effect.hides)


def _effects(content: Iterable[Node]) -> tuple[Effect, ...]:
    declarations = [each for each in content if isinstance(each, Declaration)]
    values = {each.lower_name: tinycss2.serialize(each.value).strip().lower() for each in declarations}
    effects = [_effect(each, values) for each in declarations if each.lower_name in PATTERNS]
    if values.get("overflow", "") in ("hidden", "clip") and any(
        re.fullmatch(ZERO, values.get(name, "1")) for name in SIZES
    ):
        effects.append(Effect(COLLAPSED, hides=True))
    return tuple(effects)


def _effect(declaration: Declaration, values: Mapping[str, str]) -> Effect:
    """Return what a declaration does; one whose value is in a variable may hide."""
    name = declaration.lower_name
    is_variable = name in IN_VARIABLES and bool(VARIABLE.search(values[name]))
    return Effect(name, is_variable or _is_hiding(name, values), declaration.important, not is_variable)


def _is_hiding(name: str, values: Mapping[str, str]) -> bool:
    if name == "color" and values[name] in (values.get("background"), values.get("background-color")):
        return True
    return bool(PATTERNS[name].fullmatch(values[name]))


def _compiled(selector: str) -> Iterator[tuple[object, bool]]:
    """Yield what a selector matches, and whether all of it is known; states that nobody knows are left out of it."""
    for text, is_known in ((selector, True), (PSEUDO_CLASS.sub("", selector), False)):
        try:
            yield from ((each, is_known) for each in cssselect2.compile_selector_list(text))
        except cssselect2.SelectorError:
            continue
        return


def _nested(selector: str, parent: str) -> str:
    if not parent:
        return selector
    return selector.replace("&", f":is({parent})") if "&" in selector else f":is({parent}) {selector}"


def _is_for_paper(rule: AtRule) -> bool:
    is_media = rule.lower_at_keyword == "media"
    return not (is_media or _is_certain(rule)) or (is_media and bool(PAPER.fullmatch(tinycss2.serialize(rule.prelude))))


def _is_certain(rule: AtRule) -> bool:
    if rule.lower_at_keyword == "media":
        return bool(EVERYWHERE.fullmatch(tinycss2.serialize(rule.prelude)))
    return rule.lower_at_keyword in ("supports", "layer")
