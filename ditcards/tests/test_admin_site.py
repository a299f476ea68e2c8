"""The admin deletes what many people learn, together with what they learned of it."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.models import Note
from apps.lessons.models import Mark
from apps.web.tests.support.clock import NOW


@pytest.fixture
def marked(learner, card):
    """The learner marked a note's question on the practice page."""
    Mark.objects.create(user=learner, note=card.note, knew=True, marked_at=NOW)
    return card.note


def delete(client, admin_user, name, pk):
    client.force_login(admin_user)
    assert client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 302


def test_a_note_is_deleted_with_everyones_marks(client, admin_user, marked):
    delete(client, admin_user, "cards_note", marked.pk)
    assert not Note.objects.filter(pk=marked.pk).exists()
    assert not Mark.objects.exists()


def test_a_person_is_deleted_with_all_that_they_learned(client, admin_user, learner, schedule, marked):
    delete(client, admin_user, "accounts_user", learner.pk)
    assert not User.objects.filter(pk=learner.pk).exists()
    assert not Mark.objects.exists()


def test_selected_people_are_deleted_with_all_that_they_learned(client, admin_user, learner, schedule, marked):
    client.force_login(admin_user)
    selected = {"action": "delete_selected", "_selected_action": [learner.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), selected)
    assert not User.objects.filter(pk=learner.pk).exists()
    assert not Mark.objects.exists()
