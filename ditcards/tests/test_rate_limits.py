"""The limits of expensive requests and of attempts to log in: written out, and documented."""

import re
from pathlib import Path

from allauth.account.app_settings import AppSettings as AccountSettings
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa.app_settings import AppSettings as MFASettings
from django.conf import settings

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
NOT_OFFERED = {"change_phone", "verify_phone", "request_login_code"}


def documented():
    """Return the rows of the tables of limits: a name, and the numbers in its row."""
    rows = re.findall(r"^\|[^|]+\| `(\w+)` \|(.+)\|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: sorted(int(cell.split()[0]) for cell in cells.split("|") if cell.strip()) for name, cells in rows}


def written():
    """Return the name of each limit, without its ending, with all its amounts."""
    amounts = {}
    for name, rates in {**settings.ACCOUNT_RATE_LIMITS, **settings.MFA_RATE_LIMITS}.items():
        amounts.setdefault(re.sub("(_each|_without_session)$", "", name), []).extend(
            rate.amount for rate in parse_rates(rates)
        )
    return {name: sorted(found) for name, found in amounts.items()}


def test_every_limit_of_logins_and_accounts_that_allauth_has_is_written_out(settings):
    ours = settings.ACCOUNT_RATE_LIMITS, settings.MFA_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = {}
    defaults = AccountSettings("ACCOUNT_").RATE_LIMITS, MFASettings("MFA_").RATE_LIMITS
    for limits, recommended in zip(ours, defaults, strict=True):
        assert {*recommended} - NOT_OFFERED <= {*limits}


def test_every_limit_is_documented_with_its_values():
    assert documented() == written()
