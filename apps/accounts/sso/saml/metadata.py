"""What a provider's metadata say. Without Django, and imported only where SAML is set up: it takes a while."""

import re

from lxml.etree import LxmlError
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

# Without TLS, a provider on this machine only: for tests.
LOGIN_URL = re.compile(r"https://[^\s/?#@]+([/?][^\s#]*)?|http://(localhost|127\.0\.0\.1|\[::1\])([:/?][^\s#]*)?")
SIGNING_CERTIFICATES = '//md:IDPSSODescriptor/md:KeyDescriptor[not(@use="encryption")]//ds:X509Certificate'


def identity_provider(metadata: bytes) -> dict[str, object]:
    """Return the entity, the page to log in and the certificates of the one provider that metadata describe.

    Raises ValueError, which says what is missing.
    """
    try:
        document = Xml.to_etree(metadata)
        idp = Parser.parse(metadata, required_sso_binding=Constants.BINDING_HTTP_REDIRECT).get("idp", {})
    except (LxmlError, ValueError, TypeError) as error:
        raise ValueError("no XML of a provider") from error
    if (count := len(Xml.query(document, "//md:IDPSSODescriptor"))) != 1:
        raise ValueError(f"{count} providers instead of one")
    if not idp.get("entityId"):
        raise ValueError("no entityID")
    if not LOGIN_URL.fullmatch(idp.get("singleSignOnService", {}).get("url") or ""):
        raise ValueError("no SingleSignOnService with the binding HTTP-Redirect and an address with https://")
    if not Xml.query(document, SIGNING_CERTIFICATES):
        raise ValueError("no certificate for signing")
    certificates = {name: idp[name] for name in ("x509cert", "x509certMulti") if name in idp}
    return {"entityId": idp["entityId"], "singleSignOnService": idp["singleSignOnService"], **certificates}
