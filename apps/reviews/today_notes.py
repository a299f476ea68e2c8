"""Notes on Today of what the apps above know: goals, what came of a report, what waits for an instructor."""

from datetime import date, datetime

from apps.accounts.models import User
from apps.web.page_notes import PageNotes

today_notes: PageNotes[User, date, datetime] = PageNotes()  # for a person, their study day and the time
