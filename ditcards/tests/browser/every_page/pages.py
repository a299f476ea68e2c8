"""Every page of the site, for tests that look at all of them; and why a named URL is none."""

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Page:
    """A page: its view, the keys of its arguments among the places that the tests made, its query and status."""

    view: str
    places: str = ""
    query: str = ""
    status: int = 200


VISITOR = [
    Page("reviews:today"),
    Page("courses:list"),
    Page("lessons:course", "course"),
    Page("lessons:practice", "course lesson"),
    Page("library:deck", "lesson"),
    Page("printing:deck", "lesson"),
    Page("printing:deck", "lesson", "?layout=sheet"),
    Page("printing:deck", "lesson", "?layout=sheet&which=cards&margin_mm=90", 422),
    Page("printing:course", "course"),
    Page("account_login"),
    Page("account_signup"),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", "reset_user reset_key"),
    Page("account_reset_password_from_key_done"),
    Page("account_email_verification_sent"),
    Page("account_confirm_email", "wrong_key"),
    Page("account_inactive"),
]
LEARNER = [
    Page("reviews:today"),
    Page("lessons:course", "course"),
    Page("lessons:practice", "course lesson"),
    Page("reviews:session"),
    Page("reviews:reveal", "card"),
    Page("reviews:why", "card"),
    Page("library:practice"),
    Page("library:practice", "", "?weakest=5"),
    Page("library:practice", "", "?q=a"),
    Page("reviews:note", "card"),
    Page("library:deck", "lesson"),
    Page("library:deck", "lesson", "?q=nowhere"),
    Page("library:limits", "lesson"),
    Page("printing:found", "", "?q=*"),
    Page("exchange:export_found", "", "?q=*"),
    Page("paper_sessions:list"),
    Page("paper_sessions:session", "paper_session"),
    Page("paper_sessions:delete", "paper_session"),
    Page("exchange:import"),
    Page("exchange:table", "table"),
    Page("exchange:plan", "plan"),
    Page("exchange:report", "report"),
    Page("stats:statistics"),
    Page("stats:statistics", "", "?q=(is:duo", 422),
    Page("stats:cards"),
    Page("stats:ahead"),
    Page("stats:what_if", "", "?new=5&reviews=50"),
    Page("library:decks"),
    Page("library:browse"),
    Page("library:browse", query="?kind=notes&sort=-edited"),
    Page("library:browse", query="?q=tag:nothing-like-it"),
    Page("library:browse", query="?q=(is:duo", status=422),
    Page("library:card", "card"),
    Page("library:add", "own_deck"),
    Page("library:media", "own_deck"),
    Page("library:add_anywhere", "", "?other"),
    Page("library:new"),
    Page("library:edit_deck", "own_deck"),
    Page("library:changes"),
    Page("library:searches"),
    Page("exchange:export", "lesson"),
    Page("exchange:copy", "lesson"),
    Page("library:share", "own_deck"),
    Page("library:shared", "shared_deck"),
    Page("jobs:list"),
    Page("jobs:job", "waiting_job"),
    Page("jobs:job", "running_job"),
    Page("jobs:job", "done_job"),
    Page("accounts:preferences"),
    Page("help"),
    Page("account_logout"),
    Page("account_email"),
    Page("account_change_password"),
    Page("account_reauthenticate"),
    Page("mfa_index"),
    Page("mfa_activate_totp"),
    Page("mfa_list_webauthn"),
    Page("mfa_add_webauthn"),
]
PROTECTED = [  # for a person who has a code app and recovery codes
    Page("mfa_index"),
    Page("mfa_deactivate_totp"),
    Page("mfa_view_recovery_codes"),
    Page("mfa_generate_recovery_codes"),
    Page("mfa_reauthenticate"),
]
INSTRUCTOR = [
    Page("lessons:course", "course"),
    Page("teaching:courses"),
    Page("teaching:lessons", "course"),
    Page("library:edit", "card"),
    Page("exchange:import_pages", "course"),
    Page("exchange:plan", "page_plan"),
    Page("exchange:page_preview", "page_plan first"),
    Page("exchange:import"),
    Page("admin:index"),
    Page("admin:lessons_lesson_changelist"),
    Page("admin:lessons_lesson_add"),
    Page("admin:lessons_lesson_change", "lesson_row"),
    Page("admin:lessons_lesson_history", "lesson_row"),
    Page("admin:lessons_lesson_section", "section"),
    Page("admin:cards_deck_changelist"),
    Page("admin:cards_deck_add"),
    Page("admin:cards_deck_change", "deck"),
    Page("admin:cards_deck_history", "deck"),
    Page("admin:cards_note_changelist"),
    Page("admin:cards_note_add"),
    Page("admin:cards_note_change", "note"),
    Page("admin:cards_note_history", "note"),
    Page("admin:app_list", "app"),
    Page("admin:courses_course_changelist"),
    Page("admin:courses_course_change", "course_row"),
    Page("admin:courses_course_history", "course_row"),
]
PAGES = [*VISITOR, *LEARNER, *PROTECTED, *INSTRUCTOR]

PRESSED = "a press of a button, which leads back to a page"
FILE = "a file"
SUPERUSER = "Django's own page for superusers alone"
FRAGMENT = "what htmx puts into a page, or the whole of that page"
NO_PAGES = {
    "reviews:undo": PRESSED,
    "reviews:release": PRESSED,
    "reviews:more_new": PRESSED,
    "library:practice_answer": PRESSED,
    "library:practice_again": PRESSED,
    "reviews:grade": PRESSED,
    "reviews:edit": "leads to the card’s form or to one’s own note",
    "reviews:suspend": PRESSED,
    "reviews:unsuspend": PRESSED,
    "reviews:flag": PRESSED,
    "library:subscribe": PRESSED,
    "library:archive": PRESSED,
    "library:unarchive": PRESSED,
    "library:delete": PRESSED,
    "library:restore": PRESSED,
    "library:change_cards": PRESSED,
    "library:undo_change": PRESSED,
    "library:save_search": PRESSED,
    "library:rename_search": PRESSED,
    "library:delete_search": PRESSED,
    "library:pause": PRESSED,
    "library:unshare": PRESSED,
    "exchange:copy_shared": PRESSED,
    "library:shared_media": FILE,
    "printing:shared_pdf": FILE,
    "library:undo_add": PRESSED,
    "library:delete_unused_media": PRESSED,
    "reviews:media": FILE,
    "printing:pdf": FILE,
    "printing:course_pdf": FILE,
    "printing:found_pdf": FILE,
    "printing:worksheet": FILE,
    "printing:answer_key": FILE,
    "paper_sessions:pdf": FILE,
    "paper_sessions:undo": PRESSED,
    "exchange:undo": PRESSED,
    "stats:table": FILE,
    "exchange:download": FILE,
    "exchange:download_found": FILE,
    "exchange:history": FILE,
    "exchange:fsrs": FILE,
    "lessons:export": FILE,
    "lessons:mark": FRAGMENT,
    "lessons:check": FRAGMENT,
    "lessons:write": FRAGMENT,
    "lessons:add": PRESSED,
    "lessons:pick": PRESSED,
    "jobs:cancel": PRESSED,
    "jobs:result": FILE,
    "accounts:theme": PRESSED,
    "account_set_password": "leads people who have a password to the change of it",
    "account_confirm_login_code": "codes by e-mail are not on",
    "mfa_authenticate": "the second step of a login, tested with the login",
    "mfa_download_recovery_codes": FILE,
    "mfa_reauthenticate_webauthn": "for a person with a passkey, which a test cannot press",
    "mfa_remove_webauthn": "for a person with a passkey, which a test cannot press",
    "mfa_edit_webauthn": "for a person with a passkey, which a test cannot press",
    "mfa_login_webauthn": "data for a script",
    "favicon": FILE,
    "admin:cards_note_preview": FRAGMENT,
    "admin:cards_note_restore": PRESSED,
    "admin:cards_note_delete": SUPERUSER,
    "admin:cards_deck_delete": SUPERUSER,
    "admin:lessons_lesson_preview": FRAGMENT,
    "admin:lessons_lesson_restore": PRESSED,
    "admin:lessons_lesson_restore_section": PRESSED,
    "admin:lessons_lesson_delete": SUPERUSER,
    "admin:courses_course_add": SUPERUSER,
    "admin:courses_course_delete": SUPERUSER,
    "admin:login": "leads to the login of the site",
    "admin:logout": "Django's own, which our pages do not link to",
    "admin:password_change": "Django's own, which our pages do not link to",
    "admin:password_change_done": "Django's own, which our pages do not link to",
    "admin:autocomplete": "data for a script",
    "admin:jsi18n": FILE,
    "admin:view_on_site": "leads to another page",
}
# Pages for superusers alone, Django's own but for their forms: people, memberships, and tables of other packages.
SUPERUSER_TABLES = (
    "admin:accounts_user_",
    "admin:auth_",
    "admin:courses_enrolment_",
    "admin:account_",
    "admin:mfa_",
    "admin:django_tasks_database_",
)


def names_of_urls(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """Return the names of all URLs, but for those of tables that only superusers see."""
    names: set[str] = set()
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            names |= names_of_urls(each, f"{each.namespace}:" if each.namespace else prefix)
        elif each.name:
            names.add(prefix + each.name)
    return {name for name in names if not name.startswith(SUPERUSER_TABLES)}
