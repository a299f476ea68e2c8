"""The e-mail of a day: in the person's language, with a link that ends them without a login (RFC 8058)."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from apps.accounts.models import User
from apps.reminders.digest import Digest
from apps.reminders.models import Reminders
from apps.reminders.tokens import unsubscribe_token
from apps.web.http import absolute_url, site_url


def may_get_email(user: User) -> bool:
    """Whether the person has shown that the address is theirs, where the site can ask for that."""
    verified = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return not settings.SENDS_EMAIL or verified.exists()


def send_digest(reminders: Reminders, digest: Digest) -> None:
    """Send it. Raises what the mail server's door raises: OSError, and its SMTPException."""
    user = reminders.user
    unsubscribe_url = absolute_url(reverse("reminders:unsubscribe", args=[unsubscribe_token(user)]))
    context = {
        "digest": digest,
        "person": user.name,
        "site": site_url(),
        "preferences_url": absolute_url(reverse("reminders:reminders")),
        "unsubscribe_url": unsubscribe_url,
    }
    with translation.override(user.preferred_language or settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string("reminders/email/digest_subject.txt", context).split())
        body = render_to_string("reminders/email/digest_message.txt", context).strip() + "\n"
    headers = {"List-Unsubscribe": f"<{unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    prefix = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX
    EmailMessage(f"{prefix}{subject}", body, to=[user.email], headers=headers).send()
