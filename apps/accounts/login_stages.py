"""What a login has to pass between the password and the session, where that is not as in allauth."""

from allauth.account import stages
from django.http import HttpResponse


class EmailVerificationStage(stages.EmailVerificationStage):  # type: ignore[misc] # allauth has no types
    """Asks for a proof of the address until the first login, and never again.

    While e-mail is sent, nobody logs in before that proof. So whoever has logged in without one did it while the site
    sent none: an EMAIL_URL that is set later keeps nobody out of their own account. Their address stays unproved: it
    gets them no invitation, and hand_over gives the account to whoever proves it.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return the page that says that a link was sent, or None; and whether the login may go on."""
        if self.login.user and self.login.user.last_login:
            return None, True
        response: tuple[HttpResponse | None, bool] = super().handle()
        return response
