"""What the presenter and the people in a room send."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.teaching.models import RoomQuestion
from apps.teaching.room.state import RoomState

ASK, END = "ask", "end"


class ActForm(forms.Form):
    """A press of the presenter: ask the question of a note, show more of the one that is presented, or end."""

    act = forms.ChoiceField(choices=[(ASK, _("Ask")), (END, _("End")), *RoomQuestion.Stage.choices[1:]])
    note = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def __init__(self, data: QueryDict, *, state: RoomState) -> None:
        super().__init__(data)
        self.fields["note"].choices = [(note, note) for note in state.notes]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Require a note to ask."""
        super().clean()
        if self.cleaned_data.get("act") == ASK and not self.cleaned_data.get("note"):
            self.add_error("note", _("Choose a question."))


class AnswerForm(forms.Form):
    """A label, for the question that the phone showed: it counts only while that one is asked."""

    question = forms.ChoiceField()
    label = forms.ChoiceField()

    def __init__(self, data: QueryDict, *, state: RoomState) -> None:
        super().__init__(data)
        if state.accepts_answers and state.question:
            self.fields["question"].choices = [(state.question.pk, "")]  # type: ignore[attr-defined]
            self.fields["label"].choices = state.options  # type: ignore[attr-defined]
