"""Courses and who takes part in them."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from apps.accounts.models import User


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> "CourseQuerySet":
        """Return those the person may open: public and unlisted ones, and private ones they take part in."""
        if not user.is_authenticated:
            return self.exclude(visibility=Course.Visibility.PRIVATE)
        taking_part = Enrolment.objects.filter(user=user).values("course")
        return self.filter(~Q(visibility=Course.Visibility.PRIVATE) | Q(pk__in=taking_part))

    def listed_for(self, user: User | AnonymousUser) -> "CourseQuerySet":
        """Return those in the person's list: public ones, and any they take part in."""
        public = Q(visibility=Course.Visibility.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pk__in=Enrolment.objects.filter(user=user).values("course")))

    def taught_by(self, user: User) -> "CourseQuerySet":
        """Return those in which the person is an instructor."""
        taught = Enrolment.objects.filter(user=user, role=Enrolment.Role.INSTRUCTOR)
        return self.filter(pk__in=taught.values("course"))


class Course(models.Model):
    """What an instructor teaches: a list of decks, one per lesson."""

    class Visibility(models.TextChoices):
        """Who finds a course."""

        PUBLIC = "public", "Public: listed, anyone may read"
        UNLISTED = "unlisted", "Unlisted: anyone with the address may read"
        PRIVATE = "private", "Private: only those who take part"

    slug = models.SlugField(unique=True, help_text="The course's name in addresses.")
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "unlisted", "private"]), name="courses_course_visibility_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_taught_by(self, user: User) -> bool:
        """Whether the person may change it: one of its instructors, or a superuser."""
        return user.is_superuser or self.enrolments.filter(user=user, role=Enrolment.Role.INSTRUCTOR).exists()


class Enrolment(models.Model):
    """One person's part in one course."""

    class Role(models.TextChoices):
        """What the person does there."""

        LEARNER = "learner", "Learner"
        INSTRUCTOR = "instructor", "Instructor"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    role = models.CharField(max_length=10, choices=Role, default=Role.LEARNER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="courses_enrolment_once_per_user_and_course"),
            models.CheckConstraint(
                condition=Q(role__in=["learner", "instructor"]), name="courses_enrolment_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.course}"
