"""A person's calendar: how many cards are due on the next days, and the last days of goals. Nothing else of theirs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.reminders.icalendar import DayEvent, calendar
from apps.reviews.day import queue
from apps.teaching.goals.person_goals import running_goals
from apps.teaching.goals.wording import goal_subject
from apps.web import localized
from apps.web.http import site_url

DAYS_AHEAD = 14


def feed(user: User, now: datetime) -> str:
    """Return the calendar as a text; two statements."""
    return calendar(_("Ditcards"), _events(user, now), now)


def _events(user: User, now: datetime) -> Iterator[DayEvent]:
    home, host = f"{site_url()}/", settings.SITE.host
    today = user.study_day(now)
    for number, due in enumerate(queue.due_by_day(user, today, DAYS_AHEAD)):
        if due:
            day = today + timedelta(days=number)
            sentence = ngettext("%(number)s card due", "%(number)s cards due", due)
            text = sentence % {"number": localized.number(due)}
            yield DayEvent(f"due-{day.isoformat()}-{user.pk}@{host}", day, text, home)
    for each in running_goals(user, now):
        sentence = _("Last day of a goal: %(goal)s") % {"goal": goal_subject(each.goal)}
        yield DayEvent(f"goal-{each.goal.pk}-{user.pk}@{host}", each.last_on, sentence, home)
