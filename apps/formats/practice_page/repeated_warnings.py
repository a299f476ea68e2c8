"""Warnings that a page has often, as one sentence with their number and the first lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from apps.formats.messages import Message, ngettext
from apps.formats.practice_page.markdown.items import EMPTY_SIDE, NO_ANSWER, NO_SCENARIO_ANSWER
from apps.formats.problems import ImportWarning, listed

TOGETHER: dict[Message, Callable[[int, str], Message]] = {
    NO_ANSWER: lambda count, lines: ngettext(
        "{count} question has no answer: line {lines}.",
        "{count} questions have no answer: lines {lines}.",
        count,
        lines=lines,
    ),
    NO_SCENARIO_ANSWER: lambda count, lines: ngettext(
        "{count} scenario has no answer, though others do: line {lines}.",
        "{count} scenarios have no answer, though others do: lines {lines}.",
        count,
        lines=lines,
    ),
    EMPTY_SIDE: lambda count, lines: ngettext(
        "{count} flashcard has an empty side: line {lines}.",
        "{count} flashcards have an empty side: lines {lines}.",
        count,
        lines=lines,
    ),
}


def together(warnings: Iterable[ImportWarning]) -> Iterator[ImportWarning]:
    """Yield warnings in their order, those that are often the same once, where the first of them was."""
    found = list(warnings)
    lines: dict[Message, list[int]] = defaultdict(list)
    for each in found:
        lines[each.message].append(each.place.line)
    for each in found:
        same = lines[each.message]
        if each.message not in TOGETHER or len(same) == 1:
            yield each
        elif same[0] == each.place.line:
            yield ImportWarning(TOGETHER[each.message](len(same), listed(same)), each.place)
