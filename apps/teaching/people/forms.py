"""Forms of the people of a course."""

from collections.abc import Collection
from copy import copy
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.courses.models import Course, CourseGroup, Enrolment, JoinLink
from apps.courses.models.membership import MAX_GROUP_LENGTH
from apps.formats.problems import ImportProblem
from apps.teaching.access import TeachingAccess
from apps.teaching.dates import DayField
from apps.teaching.people.address_list import MAX_BYTES, MAX_INVITEES, AddressList, read_addresses
from apps.teaching.people.permissions import editable_members, roles_given_by
from apps.web.http import is_row_id
from apps.web.merged_form import MergedForm
from apps.web.translation import translate_error

MAX_PEOPLE = 100_000


class MembershipForm(MergedForm):
    """What a person is in the course, of what the one who edits may make them, and their group."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    group = forms.ModelChoiceField(CourseGroup.objects.none(), label=_("Group"), required=False, empty_label=_("None"))

    class Meta:
        model = Enrolment
        fields = ["role", "group"]

    def __init__(self, access: TeachingAccess, enrolment: Enrolment, data: Any = None) -> None:
        super().__init__(data, instance=copy(enrolment))  # what the service checks stays as it is stored
        roles = self.fields["role"]
        assert isinstance(roles, forms.ChoiceField)  # noqa: S101 - for mypy
        roles.choices = [(role, role.label) for role in roles_given_by(access)]
        _limit_groups(self, access)


class MembersField(forms.ModelMultipleChoiceField):
    """People of a course, by the keys of their memberships."""

    default_error_messages = {
        "required": _("Choose people first."),
        "invalid_choice": _("Somebody changed these people in the meantime. Choose again."),
        "invalid_pk_value": _("Somebody changed these people in the meantime. Choose again."),
    }

    def clean(self, value: Any) -> Any:
        """Return their memberships; a key that no row can have is none of theirs."""
        return super().clean([key if is_row_id(key) else "" for key in value or []])


class ChosenForm(forms.Form):
    """People of a course who were chosen together, of those whom the person may change, and a group for them."""

    person = MembersField(Enrolment.objects.none())
    group = forms.ModelChoiceField(
        CourseGroup.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Somebody deleted this group in the meantime.")},
    )

    def __init__(self, access: TeachingAccess, data: Any) -> None:
        super().__init__(data)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelMultipleChoiceField)  # noqa: S101 - for mypy
        people.queryset = editable_members(access).select_related("user")
        _limit_groups(self, access)

    @property
    def problem(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(sentence) for sentences in self.errors.values() for sentence in sentences)


class GroupForm(forms.Form):
    """A group of a course's people."""

    name = forms.CharField(label=_("New group"), max_length=MAX_GROUP_LENGTH)


class LinkForm(MergedForm):
    """Until when, how many and how people join by the link."""

    ends_on = DayField(label=_("Last day"), required=False)
    max_people = forms.IntegerField(
        label=_("At most this many people"), required=False, min_value=1, max_value=MAX_PEOPLE
    )
    group = forms.ModelChoiceField(
        CourseGroup.objects.none(), label=_("Into the group"), required=False, empty_label=_("None")
    )
    needs_approval = forms.BooleanField(label=_("Let people in one by one"), required=False)

    class Meta:
        model = JoinLink
        fields = ["max_people", "group", "needs_approval"]

    def __init__(self, access: TeachingAccess, data: Any = None, link: JoinLink | None = None) -> None:
        super().__init__(data, instance=link, initial={"ends_on": link and link.ends_on})
        _limit_groups(self, access)

    def values_of_row(self, names: Collection[str]) -> dict[str, Any]:
        """The last day too, which is stored as a moment."""
        return super().values_of_row(names) | {"ends_on": self.instance.ends_on}

    def clean(self) -> dict[str, Any]:
        """Return what the service takes: the link ends with its last day, in the time zone of who chose it.

        The moment stays while the day does: another field that is changed opens no link that was switched off.
        """
        cleaned = super().clean()
        last = cleaned.pop("ends_on", None)
        cleaned.pop("seen", None)  # which is not there where it was malformed
        if self.instance.pk and "ends_on" not in self.changed_data:
            return cleaned | {"ends_at": self.instance.ends_at}
        cleaned["ends_at"] = timezone.make_aware(datetime.combine(last, time.max)) if last else None
        return cleaned


class InvitationForm(forms.Form):
    """E-mail addresses, pasted or as a file, and what the people will be."""

    text = forms.CharField(
        label=_("E-mail addresses"),
        required=False,
        max_length=MAX_BYTES,
        help_text=_("One a line, or a table. A column named Group puts people into groups."),
        widget=forms.Textarea({"rows": 5}),
    )
    file = forms.FileField(label=_("Or a file (CSV or Excel)"), required=False)
    role = forms.ChoiceField(label=_("As"))
    again = forms.BooleanField(
        label=_("Also those who accepted an invitation before, such as people who left"), required=False
    )

    def __init__(self, access: TeachingAccess, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"role": Enrolment.Role.LEARNER})
        roles = self.fields["role"]
        assert isinstance(roles, forms.ChoiceField)  # noqa: S101 - for mypy
        roles.choices = [(role, role.label) for role in roles_given_by(access) if role != Enrolment.Role.OWNER]

    def clean(self) -> dict[str, Any]:
        """Return the addresses, or say why there are none."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if not self.errors:
            cleaned["addresses"] = self._addresses(cleaned)
        return cleaned

    def _addresses(self, cleaned: dict[str, Any]) -> AddressList:
        data = cleaned["file"].read(MAX_BYTES + 1) if cleaned["file"] else cleaned["text"].encode()
        try:
            addresses = read_addresses(data)
        except ImportProblem as problem:
            raise forms.ValidationError(translate_error(problem)) from problem
        if not addresses.invitees:
            raise forms.ValidationError(_("There is no e-mail address in this list."))
        if len(addresses.invitees) > MAX_INVITEES:
            raise forms.ValidationError(_("This list has more than 1,000 people. Divide it into several."))
        return addresses


class EntryForm(MergedForm):
    """Who gets in without a link or an invitation, and whose names are seen."""

    takes_requests = forms.BooleanField(
        label=_("Others can ask to join"),
        required=False,
        help_text=_("Whoever has the address of a private course sees its title and can ask to be let in."),
    )
    shows_names = forms.BooleanField(
        label=_("Instructors see the names of learners"),
        required=False,
        help_text=_("People read this before they join. It applies to those who join from now on."),
    )

    class Meta:
        model = Course
        fields = ["takes_requests", "shows_names"]


def _limit_groups(form: forms.BaseForm, access: TeachingAccess) -> None:
    """Offer the groups of the course; no field where it has none."""
    groups = form.fields["group"]
    assert isinstance(groups, forms.ModelChoiceField)  # noqa: S101 - for mypy
    groups.queryset = access.course.groups.all()
