"""Saves, renames and deletes a person's searches."""

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.library.models import SavedSearch

MAX_SEARCHES = 100


class TooManySearches(Exception):
    """The person has as many saved searches as allowed."""


class NameTaken(Exception):
    """The person has another search of that name."""


@transaction.atomic
def save_search(person: User, name: str, query: str) -> None:
    """Save a search under a name; another search of that name is replaced. Raises TooManySearches."""
    mine = _locked(person.pk)
    if not mine.filter(name=name).update(query=query):
        if mine.count() >= MAX_SEARCHES:
            raise TooManySearches
        SavedSearch.objects.create(user=person, name=name, query=query)


@transaction.atomic
def rename_search(search: SavedSearch, name: str) -> None:
    """Give a search another name. Raises NameTaken."""
    mine = _locked(search.user_id)
    if mine.filter(name=name).exclude(pk=search.pk).exists():
        raise NameTaken
    mine.filter(pk=search.pk).update(name=name)


def _locked(person: int) -> QuerySet[SavedSearch]:
    """Return the person's searches, which nobody else saves or renames until this transaction ends."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person)
    return SavedSearch.objects.filter(user=person)


def delete_search(search: SavedSearch) -> None:
    """Delete a search."""
    SavedSearch.objects.filter(user=search.user_id, pk=search.pk).delete()
