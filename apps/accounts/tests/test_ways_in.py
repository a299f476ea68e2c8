"""Who deletes an account, or hands it over, ends all ways into it, and into no other."""

from functools import partial

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import OperationalError, connection

from apps.accounts.services.delete_account import delete_account
from apps.accounts.services.hand_over import hand_over
from apps.web.tests.support.clock import NOW

WAYS_IN = (EmailAddress, Authenticator, SocialAccount)
ACTS = {"deleted": partial(delete_account, at=NOW), "handed over": hand_over}
LAST = {"deleted": 'UPDATE "accounts_user"', "handed over": 'INSERT INTO "account_emailaddress"'}  # its last statement


@pytest.fixture
def two(learner, classmate):
    """Two people who have each way to log in."""
    for person in (learner, classmate):
        EmailAddress.objects.create(user=person, email=person.email, verified=True)
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        SocialAccount.objects.create(user=person, provider="oidc", uid=person.email)
    return learner, classmate


@pytest.mark.parametrize("act", ACTS)
def test_nobody_logs_in_by_a_provider_a_passkey_or_a_code_any_more_and_others_do_as_before(two, act):
    leaving, staying = two
    ACTS[act](leaving)
    assert [way.objects.filter(user=staying).count() for way in WAYS_IN] == [1, 1, 1]
    assert not SocialAccount.objects.filter(user=leaving).exists()
    assert not Authenticator.objects.filter(user=leaving).exists()


@pytest.mark.parametrize("act", ACTS)
def test_an_account_for_which_that_failed_is_as_it_was(two, act):
    def fail(execute, sql, *rest):
        if sql.startswith(LAST[act]):
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        ACTS[act](two[0])
    assert [way.objects.count() for way in WAYS_IN] == [2, 2, 2]
