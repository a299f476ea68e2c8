"""Labels that forms share are in the language of whoever opens the page, not of whoever opened another one before."""

from django.contrib import admin
from django.utils.functional import Promise

from apps.accounts.models import User
from apps.cards.admin.decks import NoteInline
from apps.cards.models import Deck


def test_the_label_of_a_field_has_no_language_until_it_is_shown(rf, deck):
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    form = NoteInline(Deck, admin.site).get_formset(request, deck).form
    assert isinstance(form.base_fields["add_label"].widget.attrs["aria-label"], Promise)
