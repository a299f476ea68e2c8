"""Reads out of style sheets what they hide: the one door to the readers of CSS and of its selectors."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
from tinycss2 import color4
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from apps.formats.anki.card_sides.hiding_colors import Coloring, Paints, Rgb

type PageElement = cssselect2.ElementWrapper

MAX_LENGTH = 100_000  # characters of a style sheet
MAX_SELECTOR_LENGTH = 1_000
MAX_VALUE_LENGTH = 200
ZERO = r"0*\.?0+(?:px|em|rem|pt|%)?"
TINY = r"[01]?(?:\.\d+)?(?:px|pt)|0?\.0\d*r?em"
FAR = r"-\d{3,}(?:\.\d+)?(?:px|pt|%|v\w{1,3})|-\d{2,}r?em|\d{3,}r?em|\d{4,}(?:px|pt|%)|[1-9]\d{2,}v\w{1,3}"
FAR_AWAY = rf"(?:.*[\s(,])?(?:{FAR})(?:[\s),].*)?"
NO_SCALE = r"0*\.?0+\d*"
OFFSETS = "left top right bottom inset inset-inline inset-block inset-inline-start inset-block-start margin margin-left"
HIDING = {
    "display": r"none",
    "visibility": r"hidden|collapse",
    "content-visibility": r"hidden",
    "opacity": r"0*\.?0\d*%?|[0-4]%",
    "zoom": r"0*\.?0\d*%?",
    "font-size": rf"{ZERO}|{TINY}",
    "font": rf".*(?<![\w.])(?:{ZERO}|{TINY})(?:\s*/\s*\S+)?\s+\S.*",
    **dict.fromkeys(("color", "-webkit-text-fill-color"), r"[a-z]+\(.*/\s*0*\.?0+%?\s*\)"),  # a color of another
    "-webkit-text-security": r"disc|circle|square",
    "filter": r".*\b(?:blur\((?!\s*0*\.?0*(?:px)?\s*\))|opacity\(\s*(?:0*\.?0\d*%?|[0-4]%)\s*\)).*",
    "transform": rf".*\b(?:scale[xy]?\(\s*{NO_SCALE}\s*[,)]|rotate[xy]\(\s*-?90deg|translate\w*\({FAR_AWAY}).*",
    "scale": rf"{NO_SCALE}(?:\s.*)?",
    "clip": r"rect\((?:\s*+[01](?:px|r?em)?[\s,]*+){4}\)",
    "clip-path": (
        r"inset\((?:.*\s)?100%.*\)|inset\(\s*[5-9]\d(?:\.\d+)?%\s*\)|(?:circle|ellipse)\(\s*0.*"
        r"|(?:polygon|rect)\((?:\s*+0(?:px|%)?[\s,]*+)++\)"
    ),
    **dict.fromkeys((*OFFSETS.split(), "margin-top", "text-indent", "translate"), FAR_AWAY),
}
PATTERNS = {name: re.compile(pattern) for name, pattern in HIDING.items()}
COLLAPSED = "size"  # no height, and what is higher is cut off
SIZES = ("height", "max-height", "width", "max-width", "line-height", "block-size", "max-block-size", "inline-size")
SMALLEST = re.compile(rf"{ZERO}|{TINY}")
CUT_OFF = re.compile(r"\b(?:hidden|clip|auto|scroll)\b")
TURNED = "back"  # what is turned around, and is not seen from behind
HALF_TURN = re.compile(r"rotate[xy]?\(\s*-?180deg|scale[xy]?\(\s*-1|\b180deg")
CALCULATED = re.compile(r"\bcalc\(([^()+*/]*)\)")
VARIABLE = re.compile(r"\b(?:var|env|calc|attr|if)\(")
# Colors and sizes are in variables too, and rarely to hide.
IN_VARIABLES = ("display", "visibility", "content-visibility", "opacity", "clip", "clip-path")
INHERITED = frozenset(
    ("visibility", "color", "-webkit-text-fill-color", "font-size", "font")
)  # what is inside may undo
HINTS = re.compile(
    r"display|visibility|opacity|font|color|filter|transform|overflow|scale|clip|zoom|security|\d{2}", re.IGNORECASE
)
INKS, GROUNDS = ("color", "-webkit-text-fill-color"), ("background", "background-color", "background-image")
KEYWORDS = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))  # of any property: each has its own
TRANSPARENT = 0.05  # how much of a color that can be seen through is there
NO_RULES = ("font-face", "page", "property", "counter-style", "font-feature-values", "starting-style")
CLASS = re.compile(r"(?<=\.)[\w-]+|\bdata-[\w-]+")
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
    coloring: Coloring
    certain: bool


class HidingStyles:
    """The rules of a style sheet that hide something, or show it again; `classes` are those that they are about."""

    def __init__(self, css: str) -> None:
        self._matcher = cssselect2.Matcher()
        self.hides = self.varies = False  # anything at all; or only on some screens, in some states
        self.classes: set[str] = set()
        self.paints = Paints()
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

    def colors_of(self, element: PageElement) -> Coloring:
        """Return the colors that an element has by itself."""
        rules = (rule for *_order, pseudo, rule in self._matcher.match(element) if pseudo is None and rule.certain)
        return _coloring_of(element.etree_element, [rule.coloring for rule in rules])

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
        effects, coloring = _effects(content), _coloring(content)
        if not (effects or coloring) or len(selector) > MAX_SELECTOR_LENGTH:
            return
        self.paints.add(coloring)
        if any(effect.hides or effect.name in IN_VARIABLES for effect in effects):
            self.classes.update(CLASS.findall(selector))
        self.hides = self.hides or any(effect.hides for effect in effects)
        is_certain = certain and all(effect.certain for effect in effects)
        self.varies = self.varies or not is_certain or bool(PLATFORM.search(selector))
        for compiled, is_known in _compiled(selector):
            self.varies = self.varies or not is_known
            self._matcher.add_selector(compiled, _Rule(effects, coloring, certain and is_known))


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
    values = {each.lower_name: _plain(tinycss2.serialize(each.value)) for each in declarations}
    effects = [_effect(each, values) for each in declarations if each.lower_name in PATTERNS]
    overflow = " ".join(values.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if CUT_OFF.search(overflow) and any(SMALLEST.fullmatch(values.get(name, "auto")) for name in SIZES):
        effects.append(Effect(COLLAPSED, hides=True))
    if values.get("backface-visibility") == "hidden" and HALF_TURN.search(" ".join(values.values())):
        effects.append(Effect(TURNED, hides=True))
    return tuple(effects)


def _plain(value: str) -> str:
    """Return a value in small letters, without calculations of nothing."""
    return CALCULATED.sub(r"\1", value.strip()[:MAX_VALUE_LENGTH].lower()).strip()


def _effect(declaration: Declaration, values: Mapping[str, str]) -> Effect:
    """Return what a declaration does; one whose value is in a variable may hide."""
    name = declaration.lower_name
    is_variable = name in IN_VARIABLES and bool(VARIABLE.search(values[name]))
    return Effect(name, is_variable or _is_hiding(name, values), declaration.important, not is_variable)


def _is_hiding(name: str, values: Mapping[str, str]) -> bool:
    value = values[name]
    if name in INKS and (color := _parsed(value)) and color.alpha < TRANSPARENT:
        return not _is_cut_to_letters(values)
    if (
        name == "color"
        and value not in KEYWORDS
        and value in (values.get("background"), values.get("background-color"))
    ):
        return True
    return bool(PATTERNS[name].fullmatch(value))


def _is_cut_to_letters(values: Mapping[str, str]) -> bool:
    """Return whether the ground is seen only where letters are, through which it is."""
    is_cut = "text" in (values.get("background-clip"), values.get("-webkit-background-clip"))
    return is_cut and any(each in values for each in GROUNDS)


def _compiled(selector: str) -> Iterator[tuple[object, bool]]:
    """Yield what a selector matches, and whether all of it is known; states that nobody knows are left out of it."""
    for text, is_known in ((selector, True), (PSEUDO_CLASS.sub("", selector), False)):
        try:
            yield from ((each, is_known) for each in cssselect2.compile_selector_list(text))
        except cssselect2.SelectorError:
            continue
        return


def _coloring(content: Iterable[Node]) -> Coloring:
    """Return the colors that declarations give; the last one counts."""
    found = Coloring()
    for each in content:
        if isinstance(each, Declaration) and each.lower_name in INKS:
            found = replace(found, ink=_color(each.value) or found.ink)
        elif isinstance(each, Declaration) and each.lower_name in GROUNDS:
            is_drawn = any(part.type in ("url", "function") and not _parsed(part) for part in each.value)
            is_drawn = is_drawn or (found.is_drawn and each.lower_name != GROUNDS[0])
            found = replace(found, ground=_color(each.value) or found.ground, is_drawn=is_drawn)
    return found


def _coloring_of(element: Element, rules: Sequence[Coloring]) -> Coloring:
    """Return the colors of an element: of its style, else of these rules, the last first, else of its attributes."""
    result = _coloring_of_style(element.get("style", ""))
    for rule in reversed(rules):
        result = result.over(rule)
    attributes = Coloring(_named(element.get("color", "")), _named(element.get("bgcolor", "")))
    return result.over(attributes) if attributes else result


@lru_cache(maxsize=256)
def _coloring_of_style(style: str) -> Coloring:
    return (
        _coloring(tinycss2.parse_blocks_contents(style[:MAX_SELECTOR_LENGTH]))
        if "color" in style.lower() or ("background" in style.lower())
        else Coloring()
    )


def _named(text: str) -> Rgb | None:
    return _color(tinycss2.parse_component_value_list(text[:100])) if text else None


def _color(value: Iterable[Node]) -> Rgb | None:
    """Return the last color in a value; none for one that can be seen through."""
    found = [color for part in value if (color := _parsed(part))]
    if not found or found[-1].alpha < TRANSPARENT:
        return None
    try:
        red, green, blue, _alpha = found[-1].to("srgb")
    except NotImplementedError:  # for the spaces that no screen has
        return None
    return red, green, blue


def _parsed(value: Node | str) -> color4.Color | None:
    """Return the color that a value is."""
    try:
        color = color4.parse_color(value)
    except ValueError:  # `color()` of nothing
        return None
    return color if isinstance(color, color4.Color) else None


def _nested(selector: str, parent: str) -> str:
    if not parent:
        return selector
    return selector.replace("&", f":is({parent})") if "&" in selector else f":is({parent}) {selector}"


def _is_for_paper(rule: AtRule) -> bool:
    """Return whether the rules in one decide nothing on a screen."""
    if rule.lower_at_keyword == "media":
        return bool(PAPER.fullmatch(tinycss2.serialize(rule.prelude)))
    return rule.lower_at_keyword in NO_RULES or rule.lower_at_keyword.endswith("keyframes")


def _is_certain(rule: AtRule) -> bool:
    if rule.lower_at_keyword == "media":
        return bool(EVERYWHERE.fullmatch(tinycss2.serialize(rule.prelude)))
    return rule.lower_at_keyword in ("supports", "layer")
