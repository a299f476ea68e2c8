"""How often one may ask for what is expensive, log in, or change what protects an account: the settings take them.

By address (`ip`), account or session (`key`) or person who is logged in, in each minute (`m`) or hour (`h`). An address
is wide, because a class of 200 may share one; an account or a session is strict, and counts first: what it refuses does
not count for the address. Clients without a session have a strict one together, for each address (docs/settings.md).
"""

EXPENSIVE = {
    "print_deck": "300/m/ip",
    "print_deck_without_session": "60/m/ip",
    "print_deck_each": "30/m/key",
    "print_job": "300/m/ip",
    "print_job_without_session": "12/m/ip",
    "print_job_each": "6/m/key",
    "import_each": "30/m/key",
    "export_each": "30/m/key",
    "my_data_each": "6/h/key",
    "export_long_page_each": "2/m/key",
    # Codes that lead nowhere: who has the right one is never refused.
    "join": "300/m/ip",
    "join_without_session": "60/m/ip",
    "join_each": "30/m/key",
    "invite": "300/h/ip",
    "invite_each": "60/h/key",
    "export_deck": "300/m/ip",
    "export_deck_without_session": "60/m/ip",
    "export_deck_each": "30/m/key",
    "report_each": "20/m/key",
    "room_join": "600/m/ip",  # people join before they have a session
    "room_answer_each": "30/m/key",
}
# Settings of allauth: the names are its.
LOGINS = {
    "login": "600/m/ip",  # more would be too much work: each is a careful hash
    "login_failed": "5/5m/key,1000/h/ip",
    "signup": "600/h/ip",
    "reset_password": "5/m/key,300/h/ip",
    "reset_password_from_key": "300/m/ip",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
PASSKEYS = {"webauthn_login": "300/m/ip"}
