"""What allauth asks us, and what it says in our words."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own answers, but for an address that is none."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": "This address is yours already.",
        "email_password_mismatch": "This address and this password do not belong together. Check both.",
        "email_taken": "There is an account with this address. Log in, or choose a new password.",
        "enter_current_password": "This is not your current password. Try again.",
        "incorrect_password": "This is not your password. Try again.",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
        "too_many_login_attempts": "Too many wrong tries. Wait a few minutes, then try again.",
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a login may lead there: only to a page of this site."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # what urllib says of http://[
            return False


class MFAAdapter(DefaultMFAAdapter):
    """allauth's own answers, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Switch two-factor login off before you add an address.",
        "incorrect_code": "This code or passkey does not fit. Try again.",
        "unverified_email": "Confirm your e-mail address first, with the link in the letter we sent there.",
    }
