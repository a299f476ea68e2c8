"""How often one may try to log in, to sign up and to change what protects an account: the settings of allauth.

By address, account (`key`) or person who is logged in, in each minute (`m`). The settings take them.
"""

ACCOUNT_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
PASSKEY_LIMITS = {"webauthn_login": "10/m/ip"}
