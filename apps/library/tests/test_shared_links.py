"""A deck that its owner shares by a link: who has the link sees and copies it, while the link stands."""

from urllib.parse import quote

import pytest

from apps.accounts.models import User
from apps.cards.media.verify_media import verify
from apps.cards.models import Deck
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note, make_section
from apps.cards.tests.support.pictures import one_dot
from apps.cards.tests.support.pictures import picture as make_picture
from apps.exchange.tests.support.imports import words
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.library.models import SharedLink
from apps.library.services.shared_links import share
from apps.reviews.services.personal_notes import save_personal_note
from apps.web.tests.support.clock import NOW


@pytest.fixture
def own(stranger):
    """A deck of somebody else, shared, with a picture and a note of its owner to a card."""
    deck = make_deck(owner=stranger, slug="spanish", title="Spanish", description="First words.", language="es")
    picture = store_media(verify(one_dot()))
    add_to_deck(deck, {"dot.png": picture})
    make_note(deck, "![A dot](dot.png)", "el punto", tags="shapes")
    save_personal_note(stranger, make_note(deck, "el gato", "the cat").cards.get(), "My secret")
    share(deck, at=NOW)
    return deck


@pytest.fixture
def link(own):
    return f"/decks/shared/{own.shared_link.token}/"


@pytest.fixture
def picture(own, link):
    return f"{link}media/{own.media.get().media.file_name}"


class TestOwner:
    @pytest.fixture
    def mine(self, me, learner):
        return make_deck(owner=learner, slug="mine", title="Mine")

    def test_the_link_is_made_shown_renewed_and_revoked(self, me, mine):
        page = me.get("/decks/mine/share/")
        assert "Make a link" in words(page)
        assert 'href="/decks/mine/share/"' in me.get("/decks/mine/").text
        page = me.post("/decks/mine/share/", follow=True)
        first = SharedLink.objects.get().token
        assert len(first) == 32
        assert f"http://testserver/decks/shared/{first}/" in page.text
        assert "The old one no longer works" in words(me.post("/decks/mine/share/", follow=True))
        second = SharedLink.objects.get().token
        assert [me.get(f"/decks/shared/{token}/").status_code for token in (first, second)] == [404, 200]
        me.post("/decks/mine/unshare/")
        assert me.get(f"/decks/shared/{second}/").status_code == 404

    def test_a_deck_of_a_course_or_of_others_has_no_link(self, me, deck, own):
        for slug in ("diffusion", "spanish", "nowhere"):
            assert me.get(f"/decks/{slug}/share/").status_code == 404
            assert me.post(f"/decks/{slug}/share/").status_code == 404
            assert me.post(f"/decks/{slug}/unshare/").status_code == 404
        assert SharedLink.objects.count() == 1

    def test_its_page_for_its_owner_leads_to_the_deck(self, me, mine):
        share(mine, at=NOW)
        page = me.get(f"/decks/shared/{mine.shared_link.token}/")
        assert "Copy to my decks" not in words(page)
        assert 'href="/decks/mine/"' in page.text


class TestPage:
    def test_it_shows_what_the_deck_is_about_and_its_first_cards(self, client, link, picture):
        page = client.get(link)
        for text in ("Spanish", "First words.", "2 cards", "el gato", "the cat", "Sign up to copy it"):
            assert text in words(page)
        assert f'src="{picture}"' in page.text

    def test_it_shows_and_prints_all_cards_that_a_copy_has(self, me, learner, own, link, monkeypatch):
        monkeypatch.setattr("apps.printing.request.print_request.MAX_CARDS_IN_REQUEST", 1)
        make_note(own, "Knew it?", "Yes.", section=make_section(own, "self_check", "Check"))
        assert "Knew it?" in words(me.get(link))
        assert "3 cards" in words(me.get(f"{link}cards.pdf"))
        me.post(f"{link}copy/")
        assert learner.decks.get().cards_in_use().count() == 3

    def test_it_shows_nothing_of_its_owner(self, client, link):
        page = client.get(link).text
        assert "stranger" not in page
        assert "My secret" not in page

    def test_no_cache_search_engine_or_other_site_learns_of_it(self, client, link, picture):
        for url in (link, picture):
            response = client.get(url)
            b"".join(response)
            assert response["Cache-Control"] == "private, no-store"
            assert response["Referrer-Policy"] == "same-origin"
            assert "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex, nofollow">' in client.get(link).text

    def test_its_statements_do_not_grow_with_the_deck(self, client, own, link, django_assert_max_num_queries):
        for number in range(20):
            make_note(own, f"front {number}", "back")
        with django_assert_max_num_queries(6):
            client.get(link)

    def test_the_deck_itself_stays_private(self, client, own, link):
        assert client.get("/decks/spanish/").status_code == 404
        assert client.get(f"/media/{own.media.get().media.file_name}").status_code == 404

    def test_a_revoked_link_is_a_missing_page_that_differs_by_its_url_alone(self, client, own, link, picture):
        SharedLink.objects.all().delete()
        never = f"/decks/shared/{'x' * 32}/"
        missing = client.get(never).text
        for url in (link, picture, f"{link}cards.pdf"):
            response = client.get(url)
            assert response.status_code == 404
            assert response.text.replace(quote(url, safe=""), quote(never, safe="")) == missing
        assert client.post(f"{link}copy/").status_code == 404

    def test_the_link_of_a_deleted_deck_does_not_work(self, client, own, link):
        Deck.objects.filter(pk=own.pk).update(deleted_at=NOW)
        assert client.get(link).status_code == 404

    def test_a_picture_of_another_deck_is_not_there(self, client, link, picture):
        other = store_media(verify(make_picture(size=(2, 2))))
        assert client.get(f"{link}media/{other.file_name}").status_code == 404

    def test_a_large_deck_is_printed_in_the_background(self, client, own, link, monkeypatch):
        monkeypatch.setattr("apps.printing.request.print_request.MAX_CARDS_IN_REQUEST", 1)
        assert "made in the background" in words(client.get(f"{link}cards.pdf"))
        client.post(f"{link}cards.pdf")
        job = Job.objects.get()
        assert (job.arguments["token"], job.link) == (own.shared_link.token, link)

    def test_its_print_fails_once_the_link_is_revoked(self, client, own, link, monkeypatch):
        monkeypatch.setattr("apps.printing.request.print_request.MAX_CARDS_IN_REQUEST", 1)
        client.post(f"{link}cards.pdf")
        SharedLink.objects.all().delete()
        run(Job.objects.get().pk)
        assert Job.objects.get().state == "failed"


class TestCopy:
    def test_it_is_a_deck_of_ones_own_with_the_same_guids(self, me, learner, own, link):
        page = me.post(f"{link}copy/", follow=True)
        copy = learner.decks.get()
        assert page.redirect_chain[-1][0] == "/decks/spanish-2/"
        assert "Copied from “Spanish”" in words(page)
        assert set(copy.notes.values_list("guid", "front")) == set(own.notes.values_list("guid", "front"))
        assert not learner.personal_notes.exists()

    def test_it_outlives_its_link_and_its_original(self, me, learner, own, link):
        me.post(f"{link}copy/")
        SharedLink.objects.all().delete()
        own.delete()
        copy = learner.decks.get()
        assert copy.notes.count() == 2
        picture = me.get(f"/media/{copy.media.get().media.file_name}")
        b"".join(picture)
        assert picture.status_code == 200

    @pytest.mark.parametrize(("button", "account"), [({"sign_up": ""}, "signup"), ({}, "login")])
    def test_a_visitor_gets_an_account_first(self, client, learner, link, button, account):
        response = client.post(f"{link}copy/", button)
        assert response["Location"] == f"/accounts/{account}/"
        assert "then “Spanish” is copied to your decks" in words(client.get(response["Location"]))
        client.force_login(learner)
        assert "Copied. “Spanish” is yours" in words(client.get("/"))
        assert learner.decks.get().notes.count() == 2
        client.get("/")
        assert learner.decks.count() == 1

    def test_signing_up_copies_it(self, client, link):
        client.post(f"{link}copy/", {"sign_up": ""})
        fields = {"email": "new@example.org", "password1": "correct horse", "time_zone": "UTC"}
        client.post("/accounts/signup/", fields, follow=True)
        assert User.objects.get(email="new@example.org").decks.get().title == "Spanish"

    def test_nothing_is_copied_where_the_link_was_revoked_in_the_meantime(self, client, learner, link):
        client.post(f"{link}copy/")
        SharedLink.objects.all().delete()
        client.force_login(learner)
        assert client.get("/").status_code == 200
        assert not learner.decks.exists()

    def test_a_large_one_is_copied_in_the_background(self, me, learner, link, monkeypatch):
        monkeypatch.setattr("apps.exchange.copying.MAX_NOTES_IN_REQUEST", 1)
        me.post(f"{link}copy/")
        run(learner.jobs.get().pk)
        assert learner.decks.get().notes.count() == 2
