"""The list of time zones: rendered once, with each person's own zone selected."""

import re

import pytest
from django import forms
from django.urls import reverse

from apps.accounts import time_zones
from apps.accounts.time_zone_select import TimeZoneSelect

SELECTED = re.compile(r'<option value="([^"]*)" selected')


def test_the_list_is_the_one_of_an_ordinary_select():
    ordinary = forms.Select(attrs={"class": "x"}, choices=time_zones.choices())
    ours = TimeZoneSelect(attrs={"class": "x"}).render("zone", "Asia/Tokyo", {"id": "id_zone"})
    assert ours == ordinary.render("zone", "Asia/Tokyo", {"id": "id_zone"})


@pytest.mark.parametrize("value", ["Nowhere/City", "", None, '"><script>'])
def test_what_is_no_zone_selects_nothing_and_writes_nothing(value):
    html = TimeZoneSelect().render("zone", value)
    assert SELECTED.findall(html) == []
    assert "<script>" not in html


def test_each_person_finds_their_own_zone_selected_and_the_zones_are_not_rendered_twice(
    client, learner, classmate, monkeypatch
):
    for person, zone in ((learner, "Europe/Berlin"), (classmate, "Asia/Tokyo")):
        person.time_zone = zone
        person.save(update_fields=["time_zone"])
    client.force_login(learner)
    assert "Europe/Berlin" in SELECTED.findall(client.get(reverse("accounts:preferences")).text)
    rendered = []
    create = forms.Select.create_option
    monkeypatch.setattr(
        forms.Select, "create_option", lambda self, *args, **more: rendered.append(args) or create(self, *args, **more)
    )
    client.force_login(classmate)
    selected = SELECTED.findall(client.get(reverse("accounts:preferences")).text)
    assert "Asia/Tokyo" in selected
    assert "Europe/Berlin" not in selected
    assert len(rendered) < 100
