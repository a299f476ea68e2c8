"""Fills in the form of a lesson's page as a browser does."""

from django.urls import reverse

from apps.cards.models import Note


def change_url(lesson):
    """Return the URL of the form."""
    return reverse("admin:lessons_lesson_change", args=[lesson.pk])


def opened(client, lesson):
    """Open the page of a lesson and return what its form would post, untouched."""
    page = client.get(change_url(lesson)).context["page"]
    posted = {f"{name}-count": count for name, count in page.counts.items()}
    blanks = [page.blank_section, *page.blank_notes.values()]
    for form in (page.lesson_text, *page.sections.values(), *page.notes, *blanks):
        posted[f"{form.prefix}-id"] = form.instance.pk or ""
        posted[f"{form.prefix}-fingerprint"] = str(form.shown_fingerprint)
        posted |= {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in posted.items()}


def edited(posted, row, **changed):
    """Return what is posted after the fields of a row were changed."""
    prefix = _prefix_of(posted, row)
    return {**posted, **{f"{prefix}-{name}": value for name, value in changed.items()}}


def save(client, lesson, posted):
    """Press Save."""
    return client.post(change_url(lesson), posted)


def messages_of(response):
    """Return the messages that the next page will show."""
    return [str(message) for message in response.wsgi_request._messages]


def fronts(section):
    """Return the fronts of a section's notes in their order."""
    return [note.front for note in section.notes.filter(archived=False).order_by("position")]


def _prefix_of(posted, row):
    """Return the prefix of the form of a stored row, or of the new one of a section."""
    if row.pk:
        kind = "notes-" if isinstance(row, Note) else "sections-"
        return next(name[:-3] for name, value in posted.items() if name.startswith(kind) and value == row.pk)
    suffix = "-section_choice"
    prefixes = [
        name.removesuffix(suffix)
        for name, value in posted.items()
        if name.endswith(suffix) and value == str(row.section_id)
    ]
    return next(prefix for prefix in prefixes if not posted[f"{prefix}-id"])
