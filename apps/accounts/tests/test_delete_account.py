"""The deletion of an account takes all ways into it, and no others."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import OperationalError, connection

from apps.accounts.services.delete_account import delete_account
from apps.web.tests.support.clock import NOW

WAYS_IN = (EmailAddress, Authenticator, SocialAccount)


@pytest.fixture
def two(learner, classmate):
    """Two people who have each way to log in."""
    for person in (learner, classmate):
        EmailAddress.objects.create(user=person, email=person.email, verified=True)
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        SocialAccount.objects.create(user=person, provider="oidc", uid=person.email)
    return learner, classmate


@pytest.mark.parametrize("way", WAYS_IN)
def test_others_log_in_as_before(two, way):
    leaving, staying = two
    delete_account(leaving, at=NOW)
    assert way.objects.get().user == staying


def test_an_account_that_could_not_be_deleted_is_as_it_was(two):
    def fail(execute, sql, *rest):
        if sql.startswith('UPDATE "accounts_user"'):
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        delete_account(two[0], at=NOW)
    assert [way.objects.count() for way in WAYS_IN] == [2, 2, 2]
