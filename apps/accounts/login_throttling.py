"""How often one may try to log in, to sign up and to change what protects an account: the settings of allauth.

By address, account (`key`) or person who is logged in, in each minute (`m`) or hour (`h`). The settings take them.
An address is wide, because a class of 200 may share one; an account is strict, and counts first: what it refuses does
not count for the address.
"""

ACCOUNT_LIMITS = {
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
PASSKEY_LIMITS = {"webauthn_login": "300/m/ip"}
