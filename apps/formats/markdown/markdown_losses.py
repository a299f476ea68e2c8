"""What a Markdown file of cards loses: the sorts of loss."""

from apps.formats.messages import ngettext

IN_ANSWER = ngettext(
    "This line looks like a card, and is part of the one above. If it is a card, write it with Q: and A:.",
    "{count} lines look like cards, and are part of those above: {places}. Write those that are with Q: and A:.",
    1,
)
NO_ANSWER = ngettext(
    "A question without an answer. Write the answer below it, in a line that begins with A:.",
    "{count} questions have no answer: {places}. Write the answer below each, in a line that begins with A:.",
    1,
)
NO_QUESTION = ngettext(
    "An answer without a question. Write the question above it, in a line that begins with Q:.",
    "{count} answers have no question: {places}. Write the question above each, in a line that begins with Q:.",
    1,
)
DOUBTS = ngettext(
    "This line looks like a card, and was not read as one. If it is one, write “ :: ” between its sides.",
    "{count} lines look like cards, and were not read as such: {places}. Write “ :: ” between the sides of those that "
    "are.",
    1,
)
LEFT_OUT = ngettext(
    "This text belongs to no card. It was left out.",
    "{count} texts belong to no card. They were left out: {places}.",
    1,
)
