"""Presses the buttons of a screen and of a phone, and reads both."""

import re

from django.test import Client

from apps.teaching.models import Room, RoomQuestion
from apps.web.tests.support.htmx import HTMX

LESSON = "/teach/multimodal/backbones/room/"


def text(response):
    """Return a page with each run of spaces and line ends as one space."""
    return " ".join(response.content.decode().split())


class Presenter:
    """A browser before the screen of a room."""

    def __init__(self, client, room):
        self.client, self.url, self.pk = client, f"{LESSON}{room.code}/", room.pk

    def press(self, act, note=None, version=None):
        """Press a button of the page as it is now, or as it was at a version."""
        version = Room.objects.get(pk=self.pk).version if version is None else version
        data = {"act": act, "version": version} | ({"note": note.pk} if note else {})
        return self.client.post(f"{self.url}act/", data)

    def screen(self, **query):
        return self.client.get(self.url, query, headers=HTMX if query else None)


class Phone:
    """A browser that has opened the page of a room."""

    def __init__(self, room, client=None):
        self.client, self.url, self.pk = client or Client(), f"/room/{room.code}/", room.pk
        self.client.get(self.url)

    def page(self):
        return text(self.client.get(self.url))

    def answer(self, label, question=None, **fields):
        """Press a label of the question that is presented."""
        question = question or Room.objects.get(pk=self.pk).current_id
        return self.client.post(f"{self.url}answer/", {"question": question, "label": label}, **fields)

    def poll(self):
        """Ask, as the page does, whether there is something else to show."""
        seen = re.search(r"seen=([\d-]+)", self.client.get(self.url).content.decode())[1]
        return lambda: self.client.get(self.url, {"seen": seen}, headers=HTMX)


def asked(room):
    """Return the question that is presented."""
    return RoomQuestion.objects.get(pk=Room.objects.get(pk=room.pk).current_id)
