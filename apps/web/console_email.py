"""E-mails on the terminal of a site without a mail server, as plain text: a link in them can be opened or copied."""

from django.core.mail import EmailMessage
from django.core.mail.backends import console
from django.utils.translation import gettext as _

LINE = 79 * "-"


class EmailBackend(console.EmailBackend):
    """Prints e-mails, without the encoding in which they would travel."""

    def write_message(self, message: EmailMessage) -> None:
        """Print one e-mail."""
        head = _("This site has no mail server (EMAIL_URL). It would send this e-mail to %(people)s: %(subject)s")
        head %= {"people": ", ".join(message.recipients()), "subject": message.subject}
        self.stream.write(f"{LINE}\n{head}\n\n{message.body.strip()}\n{LINE}\n")
