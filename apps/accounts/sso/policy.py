"""Who may log in with what, as LOCAL_LOGIN says, and whose word counts for an e-mail address."""

from allauth.account.models import EmailAddress
from django.conf import settings

from apps.accounts import sign_up
from apps.accounts.models import User


def may_log_in_locally(user: User) -> bool:
    """Whether the person may log in without a provider, with a password or a passkey."""
    return settings.LOCAL_LOGIN == sign_up.EVERYBODY or user.is_superuser


def is_vouched_for(email: str, claim: object) -> bool:
    """Whether the address belongs to whom a provider says: by its claim, else where it is trusted for the domain.

    Many providers make no claim at all; then only the domains count that SSO_TRUSTED_DOMAINS lists.
    """
    return _is_trusted_for(email) if claim is None else str(claim).lower() == "true"


def may_be_linked(email: str) -> bool:
    """Whether who proved this address at a provider is let into the account here that has it.

    Both sides must have proved it, and the provider must be trusted for it. A superuser's account is never linked by
    an address: whoever runs the provider would run the site.
    """
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_superuser=False)
    return _is_trusted_for(email) and proved.exists()


def _is_trusted_for(email: str) -> bool:
    return sign_up.is_in_domains(email, settings.SSO_TRUSTED_DOMAINS)
