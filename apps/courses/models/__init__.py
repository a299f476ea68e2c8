"""Courses and their members."""

from apps.courses.models.course import Course, CourseManager, CourseQuerySet
from apps.courses.models.membership import Enrolment

__all__ = ["Course", "CourseManager", "CourseQuerySet", "Enrolment"]
