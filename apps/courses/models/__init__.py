"""Courses, their members, and the ways to become one."""

from apps.courses.models.course import RESERVED_SLUGS, Course, CourseManager, CourseQuerySet
from apps.courses.models.joining import Invitation, JoinLink, JoinRequest
from apps.courses.models.membership import CourseGroup, Enrolment, EnrolmentQuerySet

__all__ = [
    "RESERVED_SLUGS",
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
