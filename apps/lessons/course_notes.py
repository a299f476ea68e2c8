"""Notes on the page of a course of what the apps above know, for a learner of it: their goals."""

from datetime import datetime

from apps.accounts.models import User
from apps.courses.models import Course
from apps.web.page_notes import PageNotes

above_lessons: PageNotes[User, Course, datetime] = PageNotes()  # for a person, a course and the time
below_lessons: PageNotes[User, Course, datetime] = PageNotes()
