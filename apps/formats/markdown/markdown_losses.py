"""What a Markdown file of cards loses: the sorts of loss."""

from apps.formats.messages import gettext as _

NO_ANSWER = _("A question without an answer. Write the answer below it, in a line that begins with A:.")
NO_QUESTION = _("An answer without a question. Write the question above it, in a line that begins with Q:.")
DOUBTS = _("This line looks like a card, and was not read as one. Write a space before and after ::, if it is one.")
IN_ANSWER = _("This line looks like a card, and is part of the one above. If it is a card, write it with Q: and A:.")
LEFT_OUT = _("This text belongs to no card. It was left out.")
