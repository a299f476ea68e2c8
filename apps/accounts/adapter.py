"""What allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own answers, but for an address that is none."""

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a login may lead there: only to a page of this site."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # what urllib says of http://[
            return False
