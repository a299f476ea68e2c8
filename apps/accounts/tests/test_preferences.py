import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from apps.accounts import time_zones
from apps.accounts.forms import PreferencesForm
from apps.accounts.models import User, validate_time_zone
from apps.accounts.services.preferences import save_preferences
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

VALID = {"name": "Lea", "time_zone": "Europe/Prague", "day_starts_at": 3, "buttons": 6, "sm2_variant": "plugin"}


@pytest.fixture
def page(client, learner):
    client.force_login(learner)
    return client


def test_preferences_are_saved(page, learner):
    assert page.post("/preferences/", VALID).status_code == 302
    learner.refresh_from_db()
    assert (learner.time_zone, learner.day_starts_at, learner.buttons) == ("Europe/Prague", 3, 6)
    assert (learner.sm2_variant, learner.shortcuts) == ("plugin", False)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("time_zone", "Mars/Olympus", "“Mars/Olympus” is not a time zone. Choose one from the list."),
        ("day_starts_at", 24, "Select a valid choice"),
        ("buttons", 3, "Select a valid choice"),
        ("sm2_variant", "sm5", "Select a valid choice"),
    ],
)
def test_an_invalid_choice_is_refused_and_nothing_saved(page, learner, field, value, sentence):
    response = page.post("/preferences/", {**VALID, field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    learner.refresh_from_db()
    assert learner.time_zone == "UTC"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_preferences_are_shown_and_posted_in_no_other_way(page, method):
    assert getattr(page, method)("/preferences/").status_code == 405


def test_what_another_tab_saved_in_the_meantime_stays(page, learner):
    seen = page.get("/preferences/").context["form"]["seen"].value()
    before = {**VALID, "name": learner.name, "time_zone": "UTC", "seen": seen}
    page.post("/preferences/", {**before, "time_zone": "Europe/Prague"})
    saved = page.post("/preferences/", {**before, "name": "Lea"}, follow=True).text
    assert "Saved. What was changed elsewhere in the meantime was kept too: Time zone." in saved
    learner.refresh_from_db()
    assert (learner.name, learner.time_zone) == ("Lea", "Europe/Prague")


def test_saving_preferences_leaves_other_fields_alone(learner):
    form = PreferencesForm(VALID, instance=User.objects.get(pk=learner.pk))
    assert form.is_valid()
    User.objects.update(password="changed")
    save_preferences(form.instance, form.changed_data)
    learner.refresh_from_db()
    assert (learner.name, learner.password) == ("Lea", "changed")


def test_time_zones_are_grouped_by_region(page):
    content = page.get("/preferences/").content.decode()
    europe = content.partition('<optgroup label="Europe">')[2].partition("</optgroup>")[0]
    assert '<option value="Europe/Prague">Prague</option>' in europe
    assert '<option value="America/Argentina/Buenos_Aires">Argentina, Buenos Aires</option>' in content
    assert '<option value="UTC" selected>UTC</option>' in content


def test_every_time_zone_is_listed_once():
    listed = [name for _, zones in time_zones.choices()[1:] for name, _ in zones]
    assert sorted([*listed, "UTC"]) == sorted(time_zones.names())


def test_a_visitor_has_no_preferences(client, db):
    assert client.get("/preferences/")["Location"] == "/accounts/login/?next=/preferences/"


class TestTheme:
    def test_the_chosen_colors_are_stored(self, client, db):
        response = client.post("/preferences/theme/", {"theme": "dark", "next": "/courses/"})
        assert response["Location"] == "/courses/"
        assert 'data-theme="dark"' in client.get("/courses/").content.decode()

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_the_admin_has_the_chosen_colors_too(self, root, theme):
        root.post("/preferences/theme/", {"theme": theme})
        text = root.get("/admin/").text
        assert f"theme-{theme}" in text
        assert text.count('aria-pressed="true"') == 1

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "", "http://["])
    def test_it_never_leads_to_another_site(self, client, db, url):
        assert client.post("/preferences/theme/", {"theme": "auto", "next": url})["Location"] == "/"

    def test_a_word_is_not_resolved_to_a_page(self, client, db):
        assert client.post("/preferences/theme/", {"theme": "dark", "next": "foo"})["Location"] in ("foo", "/")

    def test_an_unknown_theme_is_refused(self, client, db):
        response = client.post("/preferences/theme/", {"theme": "pink"})
        assert (response.status_code, response.content) == (400, b"Choose auto, light or dark.")

    def test_a_forged_cookie_is_ignored(self, client, db):
        client.cookies["theme"] = '"><script>'
        assert "data-theme" not in client.get("/").content.decode()


class TestUser:
    def test_an_unknown_time_zone_is_refused(self):
        with pytest.raises(ValidationError, match="is not a time zone"):
            validate_time_zone("Europe/Atlantis")

    def test_a_time_zone_that_this_machine_no_longer_knows_counts_as_utc(self):
        assert User(time_zone="Europe/Atlantis").zone == ZoneInfo("UTC")

    def test_the_study_day_follows_the_persons_time_zone(self):
        assert User(time_zone="Pacific/Kiritimati").study_day(NOW) == date(2026, 11, 23)
        assert User(time_zone="Pacific/Pago_Pago").study_day(NOW) == date(2026, 11, 22)
        assert User(day_starts_at=11).study_day(NOW) == date(2026, 11, 22)

    def test_a_person_needs_an_e_mail_address(self, db):
        with pytest.raises(ValueError, match="needs an e-mail address"):
            User.objects.create_user("")

    def test_a_superuser_may_do_everything(self, db):
        assert User.objects.create_superuser("root@example.org", "x").has_perm("anything")


class TestMiddleware:
    @pytest.mark.parametrize("url", ["/review/?deck=%00", "/review/?%00=1", "/admin/cards/note/?q=%00"])
    def test_a_null_character_is_refused(self, page, url):
        assert page.get(url).status_code == 400

    def test_a_request_of_an_ended_session_opens_the_login(self, client, db):
        headers = {**HTMX, "HX-Current-URL": "http://testserver/review/?deck=a"}
        response = client.get("/review/", headers=headers)
        assert response["HX-Redirect"] == "/accounts/login/?next=%2Freview%2F%3Fdeck%3Da"

    @pytest.mark.parametrize(("method", "status"), [("get", 404), ("post", 403)])
    def test_an_error_page_is_never_swapped_into_a_page(self, db, method, status):
        send = getattr(Client(enforce_csrf_checks=True), method)
        response = send("/courses/nowhere/nothing/practice/questions/1/" if status == 403 else "/x/", headers=HTMX)
        assert response.status_code == status
        assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#status", "innerHTML")
        assert response.content.startswith(b"Nothing was saved")
        assert send("/x/").content.lower().startswith(b"<!doctype html>")

    def test_an_invalid_page_url_leads_to_the_home_page(self, client, db):
        response = client.get("/review/", headers={**HTMX, "HX-Current-URL": "http://["})
        assert response["HX-Redirect"] == "/accounts/login/?next=%2F"

    def test_times_are_shown_in_the_learners_zone(self, page, learner, schedule):
        from apps.reviews import services

        services.grade_card(schedule, 4, seen_version=0, at=NOW)
        User.objects.update(time_zone="Asia/Kathmandu")
        assert "Nov. 23, 2026, 3:45 p.m." in page.get(f"/review/{schedule.card_id}/why/").content.decode()


class TestLanguage:
    @pytest.fixture(autouse=True)
    def two_languages(self, settings):
        settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]

    def test_a_visitor_gets_the_browsers_language(self, client, db):
        assert client.get("/", headers={"Accept-Language": "de-CH,de;q=0.9"})["Content-Language"] == "de"

    @pytest.mark.parametrize("path", ["/courses/", "/nowhere/"])
    @pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
    def test_a_page_names_its_language_and_its_direction(self, client, db, settings, path, language, direction):
        settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
        page = client.get(path, headers={"Accept-Language": language}).content.decode()
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', page)

    def test_a_visitor_whose_language_we_do_not_offer_gets_english(self, client, db):
        assert client.get("/", headers={"Accept-Language": "fr"})["Content-Language"] == "en"

    def test_a_preference_overrides_the_browsers_language(self, page, learner):
        assert page.post("/preferences/", {**VALID, "language": "de"}).status_code == 302
        assert page.get("/preferences/", headers={"Accept-Language": "en"})["Content-Language"] == "de"
        assert translation.get_language() == "en"

    def test_a_language_that_the_site_no_longer_offers_is_ignored(self, page):
        User.objects.update(language="fr")
        assert page.get("/", headers={"Accept-Language": "de"})["Content-Language"] == "de"

    def test_a_single_language_is_no_choice(self, page, settings):
        assert 'name="language"' in page.get("/preferences/").content.decode()
        settings.LANGUAGES = [("en", "English")]
        assert 'name="language"' not in page.get("/preferences/").content.decode()
        assert page.post("/preferences/", {**VALID, "language": "de"}).status_code == 302
        assert User.objects.filter(language="de").count() == 0
