"""Tables whose rows belong to one person can be split by person: keys, indexes and relations include the user."""

import pytest
from django.db.models import ForeignObject, UniqueConstraint

from apps.web.statements import per_user_models

PER_USER = per_user_models()


def test_what_refers_to_a_persons_row_is_that_persons_row():
    referring = {relation.related_model for model in PER_USER for relation in model._meta.related_objects}
    assert referring - set(PER_USER) == set()


@pytest.mark.parametrize("model", PER_USER, ids=lambda model: model._meta.label)
def test_uniqueness_includes_the_user(model):
    fields = [field for field in model._meta.local_fields if field.unique and not field.primary_key]
    constraints = [each for each in model._meta.constraints if isinstance(each, UniqueConstraint)]
    assert [field.name for field in fields] == []
    assert [each.name for each in constraints if "user" not in each.fields] == []


@pytest.mark.parametrize("model", PER_USER, ids=lambda model: model._meta.label)
def test_indexes_begin_with_the_user(model):
    assert [each.name for each in model._meta.indexes if each.fields[0] != "user"] == []


@pytest.mark.parametrize("model", PER_USER, ids=lambda model: model._meta.label)
def test_every_persons_row_has_its_user(model):
    user = model._meta.get_field("user")
    assert isinstance(user, ForeignObject)
    assert not user.null
