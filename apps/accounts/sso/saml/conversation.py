"""What this site and a provider of SAML tell each other: the request for a login, and the assertion that answers it.

Imported only where SAML is used: python3-saml and its libraries take a while.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import xmlsec
from django.urls import reverse
from lxml.etree import LxmlError
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from apps.accounts import person_names
from apps.accounts.sso import policy
from apps.accounts.sso.problems import ProviderProblem
from apps.web.error_text import one_line
from apps.web.http import absolute_url

MAX_RESPONSE_CHARACTERS = 262_144  # of a response as it is sent; one with an assertion has some ten thousand
# Names of attributes, the first that is there counts.
SUBJECTS = ("urn:oasis:names:tc:SAML:attribute:subject-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id")
EMAILS = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    *("mail", "email"),
)
NAMES = (
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "urn:oid:2.5.4.3",
    *("displayName", "name", "cn"),
)
SECURITY = {
    "wantAssertionsSigned": True,
    "wantAttributeStatement": False,
    "wantNameId": False,  # an attribute may name the subject
    "allowRepeatAttributeName": True,
    "allowSingleLabelDomains": True,
    "rejectDeprecatedAlgorithm": True,
    "requestedAuthnContext": False,
    "signatureAlgorithm": Constants.RSA_SHA256,
    "digestAlgorithm": Constants.SHA256,
}
Constants.ALLOWED_CLOCK_DRIFT = policy.LEEWAY_SECONDS  # the library allows five minutes


@dataclass(frozen=True)
class Assertion:
    """What a provider says of a login."""

    request_id: str  # that of our request
    uid: str  # a digest of the provider and its subject
    email: str
    name: str
    authenticated_at: int  # seconds of the epoch


def request_login(idp: dict[str, Any], *, again: bool) -> tuple[str, str]:
    """Return where a login is asked for, and the id of the request; `again` asks also who is logged in there."""
    auth = OneLogin_Saml2_Auth(_request_data(), _configuration(idp))
    url = auth.login(return_to="", force_authn=again)  # no RelayState: the session remembers the way
    return url, auth.get_last_request_id()


def our_metadata(idp: dict[str, Any]) -> bytes:
    """Return what a provider needs to know of this site, as XML."""
    metadata = OneLogin_Saml2_Settings(_configuration(idp), sp_validation_only=True).get_sp_metadata()
    return metadata.encode() if isinstance(metadata, str) else bytes(metadata)


def verified(idp: dict[str, Any], encoded: str) -> Assertion:
    """Return what a response asserts, or raise ProviderProblem unless the provider signed it, for this site and now."""
    if len(encoded) > MAX_RESPONSE_CHARACTERS:
        raise ProviderProblem("SAML: a response that is too long")
    try:
        response = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(_configuration(idp)), encoded)
        response.is_valid(_request_data(), raise_exceptions=True)
        return _assertion(idp["entityId"], response)
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError) as error:
        reason = one_line(error)[:200]
        raise ProviderProblem(f"SAML: {reason}") from error
    except (LxmlError, xmlsec.Error, ValueError, TypeError, AttributeError, LookupError, OverflowError) as error:
        raise ProviderProblem(f"SAML: {type(error).__name__}") from error


def _assertion(entity: str, response: OneLogin_Saml2_Response) -> Assertion:
    """Return what a valid response asserts, after what its library leaves to others.

    It accepts assertions for any audience, of any recipient, without an end, and for any request.
    """
    if absolute_url(reverse("saml_metadata")) not in response.get_audiences():
        raise ProviderProblem("SAML: an assertion without an audience")
    attributes = response.get_attributes()
    subject = _first(attributes, SUBJECTS) or _subject(response)
    instant = datetime.fromisoformat(response._query_assertion("/saml:AuthnStatement")[0].get("AuthnInstant"))
    return Assertion(
        request_id=_confirmed_request(response),
        uid=hashlib.sha256(f"{entity}\n{subject}".encode()).hexdigest(),
        email=_first(attributes, EMAILS),
        name=person_names.cleaned(_first(attributes, NAMES)),
        authenticated_at=int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()),
    )


def _confirmed_request(response: OneLogin_Saml2_Response) -> str:
    """Return the id of our request, as the signed part says: whatever surrounds it may be anybody's."""
    confirmations = response._query_assertion("/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData")
    if len(confirmations) != 1:
        raise ProviderProblem("SAML: not one confirmation of the subject")
    confirmation = confirmations[0]
    if confirmation.get("Recipient") != absolute_url(reverse("saml_acs")) or not confirmation.get("NotOnOrAfter"):
        raise ProviderProblem("SAML: a confirmation for another recipient, or without an end")
    if not (request_id := confirmation.get("InResponseTo")):
        raise ProviderProblem("SAML: an assertion that nobody asked for")
    return str(request_id)


def _subject(response: OneLogin_Saml2_Response) -> str:
    """Return the name of the person at the provider, if it is one that stays."""
    name, kind = response.get_nameid(), response.get_nameid_format()
    if not name or kind == Constants.NAMEID_TRANSIENT:
        raise ProviderProblem("SAML: no NameID that stays")
    return str(name)


def _first(attributes: dict[str, list[str | None]], names: tuple[str, ...]) -> str:
    """Return the first value of the first of these attributes; nothing if there is none."""
    values = (attributes[name][0] for name in names if attributes.get(name))
    return next((value for value in values if isinstance(value, str) and value), "")


def _configuration(idp: dict[str, Any]) -> dict[str, Any]:
    """Return python3-saml's settings, with addresses that follow from SITE_URL."""
    service = {"url": absolute_url(reverse("saml_acs")), "binding": Constants.BINDING_HTTP_POST}
    ours = {
        "entityId": absolute_url(reverse("saml_metadata")),
        "assertionConsumerService": service,
        "NameIDFormat": Constants.NAMEID_PERSISTENT,
    }
    return {"strict": True, "security": SECURITY, "sp": ours, "idp": idp}


def _request_data() -> dict[str, Any]:
    """Return the address to which responses come, in pieces as python3-saml wants them."""
    url = urlsplit(absolute_url(reverse("saml_acs")))
    https = "on" if url.scheme == "https" else "off"
    return {"https": https, "http_host": url.netloc, "script_name": url.path, "get_data": {}, "post_data": {}}
