"""Links to invitations that only an e-mail has: whoever opens one has read what was sent to the address.

The links that instructors hand out where the site sends no e-mail have no such signature, and prove nothing, also later
when the site sends e-mails.
"""

from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from apps.courses.models import Invitation

PROOF = "proof"  # in the URL

_signer = Signer(salt="courses.invitation", sep=".")


def mailed_path(invitation: Invitation) -> str:
    """Return the path for the invitation's e-mail."""
    path = reverse("joining:join", args=[invitation.token])
    return f"{path}?{urlencode({PROOF: _signer.signature(invitation.token)})}"


def is_mailed(invitation: Invitation, proof: str) -> bool:
    """Whether a link with this proof was in the invitation's e-mail."""
    try:
        _signer.unsign(f"{invitation.token}.{proof}")
    except BadSignature:
        return False
    return True
