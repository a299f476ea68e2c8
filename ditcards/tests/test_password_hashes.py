"""How passwords are kept: by scrypt, those from before from the next login on."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.test import Client

from apps.accounts.models import User
from ditcards import settings as shipped

PASSWORD = "a long password"


@pytest.fixture(autouse=True)
def shipped_hashers(settings):
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS


def test_a_password_is_hashed_by_scrypt():
    assert make_password(PASSWORD).startswith("scrypt$16384$")


def test_who_has_a_hash_from_before_logs_in_and_gets_another(db, monkeypatch):
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)  # a quick one
    before = make_password(PASSWORD, hasher="pbkdf2_sha256")
    person = User.objects.create(email="ada@example.org", password=before)
    response = Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302
    person.refresh_from_db()
    assert person.password.startswith("scrypt$")
