"""Whose word counts for an e-mail address, and into which account it leads."""

from allauth.account.models import EmailAddress
from django.conf import settings

from apps.accounts import sign_up
from apps.accounts.models import User

LEEWAY_SECONDS = 60  # by which a provider's clock may differ from ours


def is_vouched_for(email: str, claim: object) -> bool:
    """Whether the address belongs to whom a provider says: by its claim, else where it is trusted for the domain.

    Many providers make no claim at all; then only the domains count that SSO_TRUSTED_DOMAINS lists.
    """
    return is_trusted_for(email) if claim is None else str(claim).lower() == "true"


def account_to_link(email: str) -> User | None:
    """Return the account here into which whoever proved this address at a provider is let, if there is one.

    The provider must be trusted for it. Both sides must have proved it, or nobody has here, and the account has no
    other address that somebody proved, no passkey and no two-factor login: else whoever signs up with an address would
    keep its owner out. A superuser's account is never linked by an address: whoever runs the provider would run the
    site.
    """
    if not is_trusted_for(email):
        return None
    people = User.objects.filter(is_superuser=False)
    proved = people.filter(emailaddress__email__iexact=email, emailaddress__verified=True).first()
    if proved or not settings.SENDS_EMAIL:  # without e-mail, nobody can prove an address
        return proved
    unproved = people.filter(email__iexact=email, authenticator=None)
    return unproved.exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user")).first()


def has_proved_an_address(user: User) -> bool:
    """Whether any address of the account is known to be its owner's."""
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def is_trusted_for(email: str) -> bool:
    """Whether the provider is believed about the domain of the address."""
    return sign_up.is_in_domains(email, settings.SSO_TRUSTED_DOMAINS)
