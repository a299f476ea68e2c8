import pytest

from translations import unmarked
from translations.extract import ROOT

# What is in these is no sentence of a page.
NOT_OF_PAGES = {
    "apps/lessons/services/demo.py": "the demo's own lessons",
    "apps/accounts/logins/devices.py": "names of browsers",
    "apps/teaching/class_demo/services/class_reports.py": "what its people write",
    "apps/teaching/class_demo/services/fill_class.py": "what its instructor adds to a card",
    "apps/reviews/invariants.py": "what the command check_data finds",
    "apps/cards/text_index/verify.py": "what the command check_data finds",
    "apps/cards/media/invariants.py": "what the command check_data finds",
    "apps/paper_sessions/invariants.py": "what the command check_data finds",
    **{
        f"apps/operations/backup/{name}.py": "what the commands of backups say"
        for name in (
            *("manifest", "messages", "problems", "targets", "refused_targets"),
            *("services/restore", "services/runs", "services/retention"),
            *("services/make", "services/media_back", "services/postgresql", "services/sqlite", "services/nightly"),
        )
    },
    "apps/jobs/checks.py": "what the command check finds",
    "apps/lessons/checks.py": "what the command check finds",
    "apps/cards/text_index/checks.py": "what the command check finds",
    "apps/operations/distribution/catalog.py": "why the commands distribute and restore refuse",
    "apps/operations/distribution/citus.py": "the plan of the command distribute",
    "apps/operations/distribution/partitions.py": "the plan of the command distribute",
    "apps/operations/distribution/plan.py": "the plan of the command distribute",
    "apps/operations/node/identity.py": "why the command serve refuses",
    "apps/operations/node/refusals.py": "why the command serve refuses",
    "apps/operations/node/server.py": "why the command serve refuses",
    "apps/operations/node/mail.py": "what the command check_mail finds",
    "apps/web/object_storage.py": "what the log has",
    "apps/web/redis_cache.py": "what the log has",
    "apps/web/replica.py": "what the log has",
    "apps/web/requests/request_log.py": "what the log has",
    "apps/web/server/turns.py": "what the server answers before the site knows a language",
    "apps/web/sqlite/checks.py": "what the command check finds",
    "apps/formats/tables/workbooks/date_formats.py": "names of months and days in the language of a workbook's format",
    "apps/formats/messages.py": "passes on what other modules marked",
    "apps/web/translation.py": "translates it",
}
NEVER_SHOWN = {"tests", "migrations", "management"}
MODULES = [
    path
    for path in sorted((ROOT / "apps").rglob("*.py"))
    if not NEVER_SHOWN & {*path.parts} and path.relative_to(ROOT).as_posix() not in NOT_OF_PAGES
]


def found(find):
    """Return what is found, by module, in lines that an editor can jump to."""
    return {
        path.relative_to(ROOT).as_posix(): [f"line {line}: {text}" for line, text in texts]
        for path in MODULES
        if (texts := find(path.read_text(encoding="utf-8")))
    }


@pytest.mark.slow
def test_every_sentence_in_python_goes_through_gettext():
    assert found(unmarked.find) == {}


def test_only_plain_texts_go_through_gettext():
    assert found(unmarked.find_computed) == {}


@pytest.mark.parametrize(
    "source",
    [
        'messages.success(request, "Saved.")',
        'return HttpResponse("Sentence.")',
        'refused(request, "Choose a course.")',
        'raise ValidationError("Choose one", params={"name": name})',
        'raise Problem(Code.NOTHING, f"There are {count} cards too many.")',
        'SENTENCE = "Its author took it out of use."',
        'models.CharField("keyboard shortcuts", max_length=3)',
        'models.CharField(max_length=3, help_text="hour")',
        'forms.CharField(label="Name")',
        'forms.ChoiceField(choices=[("a", "First")])',
        'class Meta:\n    labels = {"name": "Name"}\n    verbose_name_plural = "people"',
        'class State(models.TextChoices):\n    DONE = "done", "Done"',
        'field.label = "Correct label" if choice else ""',
        '@admin.display(description="Notes")\ndef notes(): ...',
        'JsonResponse({"error": "Choose a course first."})',
        'x = f"{days} days, then {_("again")}: not yet."',
    ],
)
def test_a_sentence_without_gettext_is_found(source):
    assert unmarked.find(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring is for programmers."""',
        'def f(x: "User | None" = None):\n    """So is this one, too."""',
        'messages.success(request, _("Saved."))',
        'messages.success(request, ngettext("%(n)d card.", "%(n)d cards.", n) % {"n": n})',
        'log.warning("The job %s was silent.", pk)',
        'raise ValueError("A person needs an address.")',
        'response["Content-Type"] = "text/plain; charset=utf-8"',
        'models.ForeignKey(User, related_name="jobs")',
        'forms.CharField(label=_("Name"), widget=TextInput(attrs={"class": "wide"}))',
        'field.label = label_of(kind, "short")',
        'cursor.execute("SELECT name FROM cards WHERE id = 1")',
    ],
)
def test_what_nobody_reads_or_gettext_holds_is_left_alone(source):
    assert unmarked.find(source) == []


@pytest.mark.parametrize(
    "source", ['_(f"{count} cards")', '_("a" + b)', 'ngettext("card", word, 2)', 'pgettext("month", name)']
)
def test_a_text_that_no_catalog_can_hold_is_found(source):
    assert unmarked.find_computed(source)


@pytest.mark.parametrize(
    "source", ['_("cards")', 'ngettext("card", "cards", count)', '_("%s") % name', "_('a'\n    'b')"]
)
def test_a_plain_text_can_be_in_a_catalog(source):
    assert unmarked.find_computed(source) == []
