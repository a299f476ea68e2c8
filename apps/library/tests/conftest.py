import pytest


@pytest.fixture
def me(client, learner):
    """The learner's browser."""
    client.force_login(learner)
    return client
