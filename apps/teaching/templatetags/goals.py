"""Goals in templates, in words."""

from django import template
from django.utils.translation import ngettext

from apps.teaching.goals.class_progress import ClassProgress
from apps.teaching.goals.wording import goal_sentence, goal_subject, goal_url, progress_sentence
from apps.web import localized

register = template.Library()
register.filter("goal_sentence", goal_sentence)
register.filter("goal_subject", goal_subject)
register.filter("goal_url", goal_url)
register.filter("progress_sentence", progress_sentence)


@register.simple_tag
def reached_by(found: ClassProgress) -> str:
    """Return how many of the class have reached a goal."""
    sentence = ngettext(
        "%(number)s of %(learners)s learner has reached it",
        "%(number)s of %(learners)s learners have reached it",
        found.learners,
    )
    return sentence % {"number": localized.number(found.reached), "learners": localized.number(found.learners)}
