"""What tests do on the pages of an import."""

import io
import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.formats.tests.support.making import Collection

IMPORT = "/import/"
IMPORT_PAGES = "/courses/multimodal/import/"
CSV = "Front,Back\ngato,cat\nperro,dog\n"


def words(response):
    """The text of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", response.content.decode())).split())


def send(client, data, name="cells.apkg", url=IMPORT, **fields):
    """Upload a file."""
    data = data.getvalue() if isinstance(data, io.BytesIO) else data
    data = data.encode() if isinstance(data, str) else data
    return client.post(url, {"file": SimpleUploadedFile(name, data), **fields}, follow=True)


def package(*fronts):
    """An Anki package with a note for each of these fronts."""
    collection = Collection()
    for number, front in enumerate(fronts, 1):
        collection.note(number, front, "Back.").card(number, number)
    return collection.package()


def page_of(response):
    """The URL of a page."""
    return response.request["PATH_INFO"]


def confirm(client, response, chosen=None, **options):
    """Press the button of a page, which confirms what that page shows, with what was chosen there."""
    shown = re.search(r'name="fingerprint" value="(\w+)"', response.content.decode())
    data = {"fingerprint": shown[1]} if shown else {}
    if re.search(r'<input[^>]* name="with_schedule"[^>]* checked', response.content.decode()):
        data["with_schedule"] = "on"
    return client.post(page_of(response), data | (chosen or {}), follow=True, **options)


def read(client, response, **chosen):
    """Choose in the form of a table what is different from what it shows, and press the button."""
    form = response.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    columns = [role for role, _ in response.context["columns"]]
    return client.post(page_of(response), {"column": columns, **shown, **chosen}, follow=True)


def upload(client, **fields):
    """Upload practice pages and confirm their plan; return the words of that plan."""
    plan = client.post(IMPORT_PAGES, fields, follow=True)
    confirm(client, plan)
    return words(plan)
