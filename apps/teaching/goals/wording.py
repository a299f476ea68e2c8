"""Goals and how far a learner is with them, in words."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.teaching.goals.progress import GoalStatus
from apps.teaching.models import Goal
from apps.web import localized


def goal_sentence(goal: Goal) -> str:
    """Return what the goal asks for: “Review on 6 different days”."""
    days = localized.number(goal.days)
    if goal.kind == Goal.Kind.DAYS:
        return ngettext("Review on %(days)s day", "Review on %(days)s different days", goal.days) % {"days": days}
    sentence = ngettext(
        "Remember %(percent)s%% of the cards after %(days)s day",
        "Remember %(percent)s%% of the cards after %(days)s days",
        goal.days,
    )
    return sentence % {"percent": localized.number(goal.percent), "days": days}


def goal_subject(goal: Goal) -> str:
    """Return what the goal is about: its lesson, or all of the course."""
    return str(goal.lesson) if goal.lesson else _("All lessons")


def goal_url(goal: Goal) -> str:
    """Return where a learner finds the cards of a goal: the practice page of its lesson, or the page of its course."""
    if goal.lesson:
        return reverse("lessons:practice", args=[goal.course.slug, goal.lesson.slug])
    return reverse("lessons:course", args=[goal.course.slug])


def done_sentence(goal: Goal, done: int, needed: int) -> str:
    """Return how far somebody is: “3 of 6 days”. More than is needed is not counted."""
    numbers = {"done": localized.number(min(done, needed)), "needed": localized.number(needed)}
    if goal.kind == Goal.Kind.DAYS:
        return ngettext("%(done)s of %(needed)s day", "%(done)s of %(needed)s days", needed) % numbers
    return ngettext("%(done)s of %(needed)s card", "%(done)s of %(needed)s cards", needed) % numbers


def progress_sentence(progress: GoalStatus) -> str:
    """Return how far a learner is, and what is left to do: “3 of 6 days, until Dec. 10, 2026”."""
    parts = {
        "done": done_sentence(progress.goal, progress.done, progress.needed),
        "day": until(progress.last_on, progress.today),
    }
    if progress.is_reached:
        return _("Reached: %(done)s") % parts
    if progress.needs_today:
        return _("%(done)s, until %(day)s: it needs a review today") % parts
    return _("%(done)s, until %(day)s") % parts


def until(day: date, today: date) -> str:
    """Return a day without its year, where it is this one."""
    return localized.short_day(day) if day.year == today.year else date_format(day)
