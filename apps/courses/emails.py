"""E-mails about courses: their templates are in `templates/courses/email/`."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from apps.web.http import site_url


def send(name: str, address: str, context: dict[str, object]) -> None:
    """Send one e-mail. Raises what the mail server's door raises: OSError, and its SMTPException."""
    context = {**context, "site": site_url()}
    subject = " ".join(render_to_string(f"courses/email/{name}_subject.txt", context).split())
    body = render_to_string(f"courses/email/{name}_message.txt", context).strip() + "\n"
    EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, to=[address]).send()
