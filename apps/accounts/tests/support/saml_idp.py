"""A small provider of SAML for tests: its key and its metadata, and the responses that it sends through a browser."""

import base64
import re
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY = "https://login.example.org/saml"
LOGIN_URL = "https://login.example.org/saml/login?tenant=uni"
OURS = "http://testserver/accounts/saml"
EMAIL, NAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.16.840.1.113730.3.1.241"


@cache
def key_pair(name):
    """Return a private key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


def metadata(*, entity=ENTITY, login_url=LOGIN_URL, use="signing"):
    """Return the metadata of the provider, as XML."""
    certificate = "".join(key_pair("Uni")[1].splitlines()[1:-1])
    return f"""<md:EntityDescriptor xmlns:md="{Constants.NS_MD}" xmlns:ds="{Constants.NS_DS}" entityID="{entity}">
      <md:IDPSSODescriptor protocolSupportEnumeration="{Constants.NS_SAMLP}">
        <md:KeyDescriptor use="{use}"><ds:KeyInfo><ds:X509Data>
          <ds:X509Certificate>{certificate}</ds:X509Certificate>
        </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
        <md:SingleSignOnService Binding="{Constants.BINDING_HTTP_REDIRECT}" Location="{escape(login_url)}"/>
      </md:IDPSSODescriptor>
    </md:EntityDescriptor>""".encode()


class SamlIdp:
    """Vouches for one person. Each part of what it says can be changed."""

    def __init__(self):
        self.attributes = {EMAIL: "ada@uni.example.org", NAME: "Ada Byron"}
        self.subject, self.subject_format = "4711", Constants.NAMEID_PERSISTENT
        self.issuer = ENTITY
        self.audience = f"{OURS}/metadata/"
        self.confirmation = {"Recipient": f"{OURS}/acs/"}  # None leaves one out; the rest follows from the request
        self.logged_in = timedelta()  # ago
        self.instant = None  # of the login, instead of what follows from it
        self.valid_from, self.valid_until = timedelta(seconds=-10), timedelta(minutes=5)  # from now on
        self.signs_as = "Uni"  # the name of a key
        self.signs = "assertion"  # or response, both, nothing
        self.algorithms = (Constants.RSA_SHA256, Constants.SHA256)
        self.destination = f"{OURS}/acs/"

    def respond(self, request_id):
        """Return a response as a browser posts it."""
        return base64.b64encode(self.response(request_id).encode()).decode()

    def response(self, request_id):
        """Return the XML of a response."""
        assertion = self.assertion(request_id)
        if self.signs in ("assertion", "both"):
            assertion = self.signed(assertion)
        answers = f'InResponseTo="{request_id}"' if request_id else ""
        response = f"""<samlp:Response xmlns:samlp="{Constants.NS_SAMLP}" xmlns:saml="{Constants.NS_SAML}" Version="2.0"
          ID="_response" IssueInstant="{instant()}" Destination="{self.destination}" {answers}>
          <saml:Issuer>{self.issuer}</saml:Issuer>
          <samlp:Status><samlp:StatusCode Value="{Constants.STATUS_SUCCESS}"/></samlp:Status>{assertion}
        </samlp:Response>"""
        return self.signed(response) if self.signs in ("response", "both") else response

    def assertion(self, request_id):
        """Return the XML of an assertion."""
        usual = {"InResponseTo": request_id, "NotOnOrAfter": instant(self.valid_until)}
        data_values = {name: value for name, value in {**usual, **self.confirmation}.items() if value}
        data = " ".join(f'{name}="{value}"' for name, value in data_values.items())
        audience = f"<saml:Audience>{self.audience}</saml:Audience>"
        restriction = f"<saml:AudienceRestriction>{audience}</saml:AudienceRestriction>" if self.audience else ""
        attributes = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{escape(value)}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.attributes.items()
        )
        return f"""<saml:Assertion xmlns:saml="{Constants.NS_SAML}" Version="2.0"
            ID="_assertion" IssueInstant="{instant()}">
          <saml:Issuer>{self.issuer}</saml:Issuer>
          <saml:Subject>
            <saml:NameID Format="{self.subject_format}">{self.subject}</saml:NameID>
            <saml:SubjectConfirmation Method="{Constants.CM_BEARER}"><saml:SubjectConfirmationData {data}/>
            </saml:SubjectConfirmation>
          </saml:Subject>
          <saml:Conditions NotBefore="{instant(self.valid_from)}" NotOnOrAfter="{instant(self.valid_until)}">
            {restriction}
          </saml:Conditions>
          <saml:AuthnStatement AuthnInstant="{self.instant or instant(-self.logged_in)}"><saml:AuthnContext>
            <saml:AuthnContextClassRef>{Constants.AC_PASSWORD}</saml:AuthnContextClassRef>
          </saml:AuthnContext></saml:AuthnStatement>
          <saml:AttributeStatement>{attributes}</saml:AttributeStatement>
        </saml:Assertion>"""

    def signed(self, xml):
        signed = OneLogin_Saml2_Utils.add_sign(xml, *key_pair(self.signs_as), False, *self.algorithms)
        return signed.decode().removeprefix("<?xml version='1.0' encoding='utf-8'?>").strip()


class SamlVisit:
    """Goes to a provider of SAML in a browser, and back."""

    def __init__(self, client, idp):
        self.client, self.idp = client, idp

    def begin(self, **data):
        """Press the button; return the page that leads on."""
        return self.client.post("/accounts/saml/login/", data)

    def there(self, page):
        """Follow the page to the provider; return its response."""
        self.url = unescape(re.search(r'content="0; url=([^"]*)"', page.text)[1])
        deflated = base64.b64decode(parse_qs(urlsplit(self.url).query)["SAMLRequest"][0])
        self.asked = zlib.decompress(deflated, -15).decode()
        return self.idp.respond(re.search(r'\bID="([^"]*)"', self.asked)[1])

    def back(self, response, **data):
        """Post a response from the provider's page, and follow on; return the answer at the end."""
        session = self.client.cookies.pop("sessionid", None)  # no browser sends it with the form of another site
        posted = self.client.post("/accounts/saml/acs/", {"SAMLResponse": response, **data})
        if session:
            self.client.cookies["sessionid"] = session.value
        return self.client.get(posted["Location"]) if posted.status_code == 302 else posted

    def log_in(self, **data):
        """Return the answer at the end."""
        return self.back(self.there(self.begin(**data)))


def instant(later=timedelta()):
    return (datetime.now(UTC) + later).strftime("%Y-%m-%dT%H:%M:%SZ")
