"""Reads out of style sheets what they hide: the one door to the readers of CSS and of its selectors."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from apps.formats.anki.card_sides import hiding_values
from apps.formats.anki.card_sides.hiding_colors import GROUNDS, INKS, Coloring, Paints, Rgb, color_of, parsed
from apps.formats.anki.card_sides.hiding_values import IN_VARIABLES, Effect

type PageElement = cssselect2.ElementWrapper

MAX_LENGTH = 100_000  # characters of a style sheet
MAX_SELECTOR_LENGTH = 1_000
INHERITED = frozenset(
    ("visibility", "color", "-webkit-text-fill-color", "font-size", "font")
)  # what is inside may undo
HINTS = re.compile(
    r"display|visibility|opacity|font|color|filter|transform|overflow|scale|clip|mask|zoom|security|\d{2}",
    re.IGNORECASE,
)
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
        selector = _nested(tinycss2.serialize(rule.prelude).strip()[: MAX_SELECTOR_LENGTH + 1], parent)
        if len(selector) > MAX_SELECTOR_LENGTH:  # as what is nested in it has
            return
        content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        self._read(content, selector, certain=certain)
        effects, coloring = _effects(content), _coloring(content)
        if not (effects or coloring):
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
    found = [each for each in content if isinstance(each, Declaration)]
    return hiding_values.effects((each.lower_name, tinycss2.serialize(each.value), each.important) for each in found)


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
            found = replace(found, ink=color_of(each.value) or found.ink)
        elif isinstance(each, Declaration) and each.lower_name in GROUNDS:
            is_drawn = any(part.type in ("url", "function") and not parsed(part) for part in each.value)
            is_drawn = is_drawn or (found.is_drawn and each.lower_name != GROUNDS[0])
            found = replace(found, ground=color_of(each.value) or found.ground, is_drawn=is_drawn)
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
    return color_of(tinycss2.parse_component_value_list(text[:100])) if text else None


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
