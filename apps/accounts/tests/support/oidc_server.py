"""A small provider of OpenID Connect that runs in the tests: discovery, code with PKCE, keys, userinfo."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT_ID, CLIENT_SECRET = "ditcards", "a secret of both"


class OidcServer:
    """Vouches for one person. What it says can be changed, and what it answers at a path can be anything."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.key_name = "key of 2026"
        self.claims = {"sub": "4711", "email": "ada@uni.example.org", "email_verified": True, "name": "Ada Byron"}
        self.of_token = {}  # what the ID token says differently
        self.of_userinfo = {}
        self.refuses = False
        self.answers = {}  # path -> (status, text), instead of its own
        self.drips = None  # seconds between the bytes of an answer
        self.asked = []  # paths
        self.grants = {}  # code -> what was asked with it
        self.ended = Event()  # what an answer of a server that hangs waits for
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/realms/uni"
        Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self.ended.set()
        self.http.shutdown()
        self.http.server_close()

    def answer(self, path, query, form, authorization):
        """Return status, headers and text of an answer."""
        self.asked.append(path)
        if path in self.answers:
            status, text = self.answers[path]
            return status, {}, text() if callable(text) else text
        return {
            "/.well-known/openid-configuration": self.configuration,
            "/authorize": self.authorize,
            "/token": self.token,
            "/keys": self.keys,
            "/userinfo": self.userinfo,
        }[path](query, form, authorization)

    def configuration(self, *_request):
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        urls = {name: f"{self.url}/{path}" for name, path in names.items()}
        return ok({"issuer": self.url, "jwks_uri": f"{self.url}/keys", **urls})

    def authorize(self, query, *_request):
        code = f"code {len(self.grants)}"
        self.grants[code] = query
        answer = {"error": "access_denied"} if self.refuses else {"code": code}
        location = f"{query['redirect_uri']}?{urlencode({**answer, 'state': query['state']})}"
        return 302, {"Location": location}, ""

    def token(self, _query, form, *_request):
        asked = self.grants.pop(form.get("code"), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(verifier).decode().rstrip("=")
        is_right = (
            asked
            and (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
            and (asked["code_challenge"], asked["code_challenge_method"]) == (challenge, "S256")
            and asked["redirect_uri"] == form["redirect_uri"]
        )
        if not is_right:
            return 400, {}, json.dumps({"error": "invalid_grant"})
        return ok({"access_token": "open sesame", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])})

    def id_token(self, nonce):
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce, "auth_time": now}
        claims = {name: value for name, value in {**usual, **self.claims, **self.of_token}.items() if value is not None}
        return jwt.encode(claims, self.key, algorithm="ES256", headers=self.named())

    def named(self):
        return {"kid": self.key_name} if self.key_name else {}

    def keys(self, *_request):
        key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return ok({"keys": [{**key, **self.named(), "alg": "ES256", "use": "sig"}]})

    def userinfo(self, _query, _form, authorization):
        if authorization != "Bearer open sesame":
            return 401, {}, ""
        return ok({**self.claims, "picture": "https://pictures.example/ada.png", **self.of_userinfo})


def ok(data):
    return 200, {"Content-Type": "application/json"}, json.dumps(data)


def handler(server):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            self.send(
                server.answer(parts.path.removeprefix("/realms/uni"), dict(parse_qsl(parts.query)), {}, self.auth)
            )

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.send(server.answer(self.path.removeprefix("/realms/uni"), {}, form, self.auth))

        @property
        def auth(self):
            return self.headers.get("Authorization")

        def send(self, answer):
            status, headers, text = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = [text] if server.drips is None else text
            with suppress(OSError):  # whoever asked has had enough
                for piece in pieces:
                    server.ended.wait(server.drips or 0)
                    self.wfile.write(piece.encode())

        def log_message(self, *_args):
            pass

    return Handler
