"""What a person reads after they joined a course, or asked to."""

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.courses.models import Course


def entered(course: Course, user: User) -> str:
    """Return the sentence for who is a member now, with the name that others see, or for who asked to become one."""
    enrolment = course.enrolments.filter(user=user).first()
    if enrolment is None:
        return _("You asked to join “%(course)s”.") % {"course": course}
    words = {"course": course, "pseudonym": enrolment.pseudonym}
    if enrolment.is_named:
        return _("You joined “%(course)s”. The class knows you as %(pseudonym)s.") % words
    return _("You joined “%(course)s”. The class and its instructors know you as %(pseudonym)s.") % words
