import pytest

from apps.accounts.models import User
from apps.accounts.tests.support.members import PASSWORD


@pytest.fixture
def member(db):
    return User.objects.create_user("member@example.org", PASSWORD)
