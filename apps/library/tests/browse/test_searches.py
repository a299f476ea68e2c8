"""Saved searches."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.exchange.tests.support.imports import words
from apps.library.models import SavedSearch
from apps.library.services.searches import save_search


@pytest.fixture
def leeches(me):
    me.post("/browse/searches/save/", {"name": "Leeches", "query": "is:leech"})
    return SavedSearch.objects.get()


def test_a_search_is_saved_and_listed_beside_the_box(me, leeches):
    page = me.get("/browse/").content.decode()
    assert "?q=is%3Aleech" in page
    assert "Leeches" in page


def test_saving_under_the_same_name_replaces_the_search(me, leeches):
    me.post("/browse/searches/save/", {"name": "Leeches", "query": "prop:lapses>4"})
    assert SavedSearch.objects.get().query == "prop:lapses>4"


@pytest.mark.parametrize("data", [{"name": "", "query": "dog"}, {"name": "Dog", "query": "("}, {"name": "Dog"}])
def test_a_search_without_a_name_or_with_a_mistake_is_not_saved(me, learner, data):
    assert "Not saved" in words(me.post("/browse/searches/save/", data, follow=True))
    assert not SavedSearch.objects.exists()


def test_a_saved_search_is_renamed_but_not_to_the_name_of_another(me, leeches):
    me.post("/browse/searches/save/", {"name": "New", "query": "is:new"})
    rename = f"/browse/searches/{leeches.pk}/rename/"
    taken = me.post(rename, {"name": "New"})
    assert taken.status_code == 422
    assert "Another of your searches has that name. Choose a different one." in words(taken)
    assert taken.context["form"]["name"].value() == "New"
    assert "Renamed to “Hard ones”." in words(me.post(rename, {"name": "Hard ones"}, follow=True))
    assert "This field is required." in words(me.post(rename, {"name": ""}))


def test_a_saved_search_is_deleted(me, leeches):
    page = words(me.post(f"/browse/searches/{leeches.pk}/delete/", follow=True))
    assert "Deleted the search “Leeches”." in page
    assert "You haven’t saved any searches yet." in page


def test_a_search_of_others_does_not_exist(client, leeches, classmate):
    client.force_login(classmate)
    assert client.post(f"/browse/searches/{leeches.pk}/rename/", {"name": "x"}).status_code == 404
    assert client.post(f"/browse/searches/{leeches.pk}/delete/").status_code == 404
    assert "Leeches" not in client.get("/browse/searches/").content.decode()


def test_there_is_a_limit_to_saved_searches(me, learner, monkeypatch):
    monkeypatch.setattr("apps.library.services.searches.MAX_SEARCHES", 1)
    me.post("/browse/searches/save/", {"name": "One", "query": "one"})
    page = me.post("/browse/searches/save/", {"name": "Two", "query": "two"}, follow=True)
    assert "you have too many saved searches" in words(page)
    assert [each.name for each in learner.saved_searches.all()] == ["One"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_save_save_one_search(learner):
    def save(_):
        try:
            save_search(learner, "Leeches", "is:leech")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(8), timeout=60))
    assert SavedSearch.objects.get().query == "is:leech"
