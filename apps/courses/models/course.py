"""Courses, by who can see them."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.courses.models.membership import Enrolment
from apps.formats.limits import MAX_DESCRIPTION_LENGTH, MAX_LANGUAGE_LENGTH, MAX_LICENCE_LENGTH, MAX_TITLE_LENGTH
from apps.web import reserved_slugs


def refuse_reserved(slug: str) -> None:
    """Refuse the slug of a page that is there for all courses."""
    if slug in reserved_slugs.OF_COURSES:
        raise ValidationError(_("A page of this site uses this slug. Choose a different one."))


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by who can see them."""

    def visible_to(self, user: User | AnonymousUser) -> "CourseQuerySet":
        """Return those the person may open: public and unlisted ones, and private ones of which they are a member."""
        if not user.is_authenticated:
            return self.exclude(visibility=Course.Visibility.PRIVATE)
        member = Q(pk__in=Enrolment.objects.filter(user=user).values("course"))
        return self.filter(~Q(visibility=Course.Visibility.PRIVATE) | member)

    def listed_for(self, user: User | AnonymousUser) -> "CourseQuerySet":
        """Return those in the person's list: public ones that are not archived, and all of which they are a member."""
        public = Q(visibility=Course.Visibility.PUBLIC, archived_at=None)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pk__in=Enrolment.objects.filter(user=user).values("course")))

    def taught_by(self, user: User) -> "CourseQuerySet":
        """Return those whose lessons and cards the person may edit: as an instructor or the owner."""
        return self._with_role(user, Enrolment.EDITORS)

    def staffed_by(self, user: User) -> "CourseQuerySet":
        """Return those whose teaching pages the person may open: those they teach, and those they assist in."""
        return self._with_role(user, Enrolment.STAFF)

    def found_by_writers(self) -> "CourseQuerySet":
        """Return those that exist, and those that are being copied, which exist for nobody else yet."""
        return self.filter(Q(deleted_at=None) | Q(is_unfinished=True))

    def _with_role(self, user: User, roles: Collection[str]) -> "CourseQuerySet":
        return self.filter(pk__in=Enrolment.objects.filter(user=user, role__in=roles).values("course"))


_CourseManager = models.Manager.from_queryset(CourseQuerySet)


class CourseManager(_CourseManager):
    """All courses but those that are marked as deleted."""

    def get_queryset(self) -> CourseQuerySet:  # type: ignore[override] # the stubs make a manager of any model
        """Leave out courses that the worker is about to remove."""
        return CourseQuerySet(self.model, using=self._db).filter(deleted_at=None)


class Course(models.Model):
    """What an instructor teaches: a list of lessons, each with its deck. A deleted one exists for nobody."""

    class Visibility(models.TextChoices):
        """Who can find and open a course."""

        PUBLIC = "public", _("Public: listed, anyone can open it")
        UNLISTED = "unlisted", _("Unlisted: anyone with the link can open it")
        PRIVATE = "private", _("Private: only members can open it")

    slug = models.SlugField(_("slug"), unique=True, validators=[refuse_reserved], help_text=_("Used in the URL."))
    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH)
    description = models.CharField(_("description"), max_length=MAX_DESCRIPTION_LENGTH, blank=True)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    language = models.CharField(
        _("language"), max_length=MAX_LANGUAGE_LENGTH, default="en", help_text=_("Of new lessons: a language tag.")
    )
    licence = models.CharField(_("license"), max_length=MAX_LICENCE_LENGTH, blank=True, help_text=_("Of new lessons."))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    drafts_first = models.BooleanField(_("New and imported lessons are drafts until they are published"), default=False)

    takes_requests = models.BooleanField(
        default=False, help_text=_("Whether people who may not open a private course can ask to join.")
    )
    shows_names = models.BooleanField(
        default=False, help_text=_("Whether instructors see the names of those who join from now on.")
    )

    archived_at = models.DateTimeField(null=True, blank=True, editable=False)  # it takes nobody in from then on
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_unfinished = models.BooleanField(default=False, db_default=False, editable=False)  # its copy is not whole yet

    objects = CourseManager()
    with_deleted = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "unlisted", "private"]), name="courses_course_visibility_is_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="courses_course_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who_may_open(self) -> Promise:
        """A sentence that says who can open what is published in it."""
        return {
            self.Visibility.PUBLIC: _("Anyone can open it."),
            self.Visibility.UNLISTED: _("Anyone with the link can open it."),
            self.Visibility.PRIVATE: _("Only the people of the course can open it."),
        }[self.Visibility(self.visibility)]

    def is_taught_by(self, user: User) -> bool:
        """Whether the person may edit it: its owner, one of its instructors, or a superuser."""
        return user.is_superuser or self.enrolments.filter(user=user, role__in=Enrolment.EDITORS).exists()
