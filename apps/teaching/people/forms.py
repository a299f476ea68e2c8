"""Forms of the people of a course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.courses.models import CourseGroup, Enrolment
from apps.teaching.access import TeachingAccess
from apps.teaching.people.permissions import roles_given_by


class MembershipForm(forms.Form):
    """What a person is in the course, of what the one who edits may make them, and their group."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    group = forms.ModelChoiceField(CourseGroup.objects.none(), label=_("Group"), required=False, empty_label=_("None"))

    def __init__(self, access: TeachingAccess, enrolment: Enrolment, data: Any = None) -> None:
        super().__init__(data, initial={"role": enrolment.role, "group": enrolment.group_id})
        roles, groups = self.fields["role"], self.fields["group"]
        assert isinstance(roles, forms.ChoiceField)  # noqa: S101 - for mypy
        assert isinstance(groups, forms.ModelChoiceField)  # noqa: S101 - for mypy
        roles.choices = [(role, role.label) for role in roles_given_by(access)]
        groups.queryset = access.course.groups.all()
