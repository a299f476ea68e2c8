"""Rows are written under `services/` (and by the hooks of Django's own admin): a write anywhere else is found here."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

APPS = Path(settings.BASE_DIR) / "apps"
HOMES = {"services", "migrations", "tests"}
ALWAYS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "_raw_delete", "cursor"}
OF_ROWS = {"save", "delete", "set"}  # unless they are a file's, a variable's, an event's or the cache's
NOT_ROWS = {
    *("storage", "job_files", "scratch_files", "image", "document"),
    *("_reason", "_current", "_ended", "stop_requested", "only_short", "draining", "cache"),
}

# By module, the function that writes and why it does so outside of services/.
ALLOWED = {
    "accounts/models.py": {
        "create_user": "Django's contract for a manager of users",
        "create_superuser": "Django's contract for a manager of users",
    },
    "accounts/logins/sessions.py": {"save": "Django's contract for a store of sessions"},
    "accounts/forms.py": {"save": "allauth's contract for the form that signs up"},
    "web/sqlite/base.py": {"create_cursor": "the database backend itself"},
    "web/compiled_queries.py": {"__call__": "an INSERT that was compiled before, for a service to run"},
    "web/replica.py": {
        "reads_from_replica": "a value of the running context is set back, no row",
        "reads_from_primary": "a value of the running context is set back, no row",
        "_value": "a look at PostgreSQL's log; nothing is written",
    },
    "web/assets/storage.py": {"post_process": "a storage of files, not rows"},
    "web/storage.py": {
        "delete": "a storage of files, not rows",
        "for_a_page": "a value of the running context is set, no row",
    },
    "operations/health/checks.py": {"stores": "the file of a probe, not rows"},
    "web/object_storage.py": {"delete": "a storage of files, not rows"},
    "cards/text_index/schema.py": {"lacks_index": "a look at PostgreSQL's catalog; nothing is written"},
    "operations/distribution/catalog.py": {"rows": "a look at PostgreSQL's catalog; nothing is written"},
    "cards/text_index/verify.py": {"index_follows_its_texts": "FTS5 spells its check as an INSERT; nothing is written"},
    "cards/admin/decks.py": {"save_formset": "Django's hook: it collects the rows, which services write"},
    "lessons/admin/lessons.py": {"save_model": "Django's hook for the row of a form"},
}


def writes_of(path):
    """Return the writes of a module of apps/."""
    return writes((APPS / path).read_text(encoding="utf-8"))


def writes(source):
    """Return the function and the line of each write in a module; no function at its top."""
    return list(_writes_in(ast.parse(source), ""))


def _writes_in(node, function):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and is_write(child):
            yield function, child.lineno
        yield from _writes_in(child, child.name if isinstance(child, ast.FunctionDef) else function)


def is_write(call):
    """Whether a call has the name and the arguments of a write."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name == "update":
        return not call.args  # with one, it is a dictionary's or a hash's
    return name in ALWAYS or (name in OF_ROWS and _receiver(call.func.value) not in NOT_ROWS)


def _receiver(value):
    """Return the last name of what a method is called on."""
    value = value.func if isinstance(value, ast.Call) else value
    return getattr(value, "attr", getattr(value, "id", ""))


def modules():
    """Return the modules of apps/ that may not write."""
    paths = (path.relative_to(APPS) for path in sorted(APPS.rglob("*.py")))
    return [path for path in paths if not HOMES & {*path.parts, path.stem}]


def test_rows_are_written_under_services():
    found = [
        f"apps/{path}:{line} {function}"
        for path in modules()
        for function, line in writes_of(path)
        if function not in ALLOWED.get(path.as_posix(), {})
    ]
    assert found == []


def test_what_is_allowed_still_writes():
    for path, functions in ALLOWED.items():
        assert functions.keys() <= {function for function, _ in writes_of(path)}


@pytest.mark.parametrize(
    "source",
    [
        "Card.objects.create(front=front)",
        "notes.update(archived=True)",
        "deck.delete()",
        "form.save()",
        "deck.save(update_fields=['title'])",
        "user.picks.get_or_create(card=card)",
        "deck.save(True)",
        "form.save(request)",
        "deck.delete('default')",
        "note.groups.set(groups)",
        "notes._raw_delete(using)",
        "connection.cursor()",
    ],
)
def test_a_write_is_found(source):
    assert writes(source)


@pytest.mark.parametrize(
    "source",
    [
        "names.update(more)",
        "digest.update(data)",
        "storage.delete(name)",
        "job_files().delete(name)",
        "image.save(path)",
        "cards.filter(pk=1)",
    ],
)
def test_what_writes_no_row_is_not_found(source):
    assert not writes(source)
