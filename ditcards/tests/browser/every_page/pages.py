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
    Page("joining:join", "join_code"),
    Page("library:deck", "lesson"),
    Page("printing:deck", "lesson"),
    Page("printing:deck", "lesson", "?layout=sheet"),
    Page("printing:deck", "lesson", "?layout=sheet&which=cards&margin_mm=90", 422),
    Page("printing:course", "course"),
    Page("code:code"),
    Page("code:code", "", "?code=AAAA-AAAA", 422),
    Page("room:room", "room"),
    Page("account_login"),
    Page("account_signup"),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", "reset_user reset_key"),
    Page("account_reset_password_from_key_done"),
    Page("account_email_verification_sent"),
    Page("account_confirm_email", "wrong_key"),
    Page("account_inactive"),
    Page("socialaccount_login_cancelled"),
    Page("socialaccount_login_error", "", "", 401),
]
LEARNER = [
    Page("reviews:today"),
    Page("lessons:course", "course"),
    Page("lessons:practice", "course lesson"),
    Page("courses:leave", "course"),
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
    Page("library:delete_account"),
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
    Page("reports:report", "card"),
    Page("reports:suggest", "card"),
    Page("reports:suggest_new", "lesson"),
    Page("reports:change_new", "suggestion"),
    Page("reports:mine"),
    Page("jobs:list"),
    Page("jobs:job", "waiting_job"),
    Page("jobs:job", "running_job"),
    Page("jobs:job", "done_job"),
    Page("accounts:preferences"),
    Page("reminders:reminders"),
    Page("reminders:unsubscribe", "unsubscribe_token"),
    Page("help"),
    Page("account_logout"),
    Page("usersessions_list"),
    Page("account_email"),
    Page("account_change_password"),
    Page("account_reauthenticate"),
    Page("accounts:confirm"),
    Page("socialaccount_connections"),
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
    Page("teaching:paper", "course"),
    Page("teaching:reports", "course"),
    Page("teaching:reports", "course", "?part=settled"),
    Page("teaching:report", "course card_report"),
    Page("teaching:edit_reported", "course card_report"),
    Page("teaching:new"),
    Page("teaching:settings", "course"),
    Page("teaching:new_lesson", "course"),
    Page("teaching:lesson_settings", "course deck"),
    Page("teaching:people", "course"),
    Page("teaching:people", "course", "?show=invited"),
    Page("teaching:people", "course", "?show=requests"),
    Page("teaching:person", "course member"),
    Page("teaching:insight", "course"),
    Page("teaching:insight_cards", "course"),
    Page("teaching:invite", "course"),
    Page("teaching:goals", "course"),
    Page("teaching:goal", "course goal"),
    Page("teaching:new_goal", "course goal_kind"),
    Page("teaching:edit_goal", "course goal"),
    Page("teaching:delete_goal", "course goal"),
    Page("teaching:goal_extension", "course goal member"),
    Page("teaching:start_room", "course lesson"),
    Page("teaching:room", "course lesson room"),
    Page("teaching:room_results", "course lesson ended_room"),
    Page("teaching:groups", "course"),
    Page("teaching:lesson", "course lesson"),
    Page("teaching:lesson_texts", "course lesson"),
    Page("teaching:section", "course lesson section"),
    Page("teaching:new_section", "course lesson"),
    Page("teaching:new_card", "course lesson section"),
    Page("teaching:card", "course lesson note"),
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

# Pages for superusers alone, Django's own but for their forms: people, memberships, and tables of other packages.
SUPERUSER_TABLES = (
    "admin:accounts_user_",
    "admin:auth_",
    "admin:courses_enrolment_",
    "admin:account_",
    "admin:mfa_",
    "admin:usersessions_",
    "admin:socialaccount_",
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
