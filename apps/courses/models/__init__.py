"""Courses, their members, and the ways to become one."""

from apps.courses.models.course import Course, CourseManager, CourseQuerySet
from apps.courses.models.joining import Invitation, JoinLink, JoinRequest
from apps.courses.models.membership import CourseGroup, Enrolment, EnrolmentQuerySet

__all__ = [
    "Course",
    "CourseGroup",
    "CourseManager",
    "CourseQuerySet",
    "Enrolment",
    "EnrolmentQuerySet",
    "Invitation",
    "JoinLink",
    "JoinRequest",
]
