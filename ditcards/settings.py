"""Settings of Ditcards. What differs between deployments comes from the environment: see docs/settings.md."""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.contrib.messages import constants as message_levels
from django.utils.csp import CSP
from pythonjsonlogger.core import RESERVED_ATTRS

from apps.accounts import sign_up
from apps.formats.limits import MAX_UPLOAD_BYTES, MIB
from ditcards import database_url, environment, files_url, folders, rate_limits, sso

BASE_DIR = Path(__file__).resolve().parent.parent

# The environment
DEBUG = environment.boolean("DEBUG", default=False)
SECRET_KEY = environment.secret_key(debug=DEBUG)
SECRET_KEY_FALLBACKS = environment.secret_key_fallbacks()
HAS_SITE_URL = environment.has_site_url()
SITE = environment.site(default="http://localhost:8000")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
IS_LOCAL = SITE.host in LOCAL_HOSTS and not database_url.has_database_url()  # as far as we know
DATA = folders.data_folder(BASE_DIR / "data")
DATABASES = database_url.databases(DATA)
DATABASE_DIRECT = database_url.direct()
DATABASE_ROUTERS = ["apps.web.replica.ReplicaRouter"] if "replica" in DATABASES else []
MAILERS = environment.mailers()
SENDS_EMAIL = environment.sends_email()
DEFAULT_FROM_EMAIL = environment.env.str("EMAIL_FROM", default="ditcards@localhost")
ALLOW_NEWER_TABLES = environment.boolean("ALLOW_NEWER_TABLES", default=False)  # for the release before an update
TEACHING = environment.choice("TEACHING", ("everybody", "invited", "superusers"))  # who may make courses
SIGNUP = environment.choice("SIGNUP", sign_up.POLICIES)  # who may make an account
SIGNUP_DOMAINS = environment.mail_domains("SIGNUP_DOMAINS", required=SIGNUP == sign_up.DOMAINS)
if SIGNUP == sign_up.DOMAINS and not SENDS_EMAIL:
    raise environment.ConfigurationError("SIGNUP is domains: set EMAIL_URL, too. People prove their address by e-mail.")
SOCIALACCOUNT_PROVIDERS = sso.providers()  # by which people log in
SSO_TRUSTED_DOMAINS = environment.mail_domains("SSO_TRUSTED_DOMAINS", required=False)
LOCAL_LOGIN = sso.local_login(has_provider=bool(SOCIALACCOUNT_PROVIDERS))  # who may log in without them
INTERVAL_CAP_DAYS = environment.integer("INTERVAL_CAP_DAYS", default=36_500, minimum=1, maximum=36_500)

# Operation (docs/operating.md)
METRICS_TOKEN = environment.token("METRICS_TOKEN")
MIN_FREE_DISK_MIB = environment.integer("MIN_FREE_DISK_MIB", default=500, minimum=0, maximum=10_000_000)
MAX_JOB_WAIT_SECONDS = environment.integer("MAX_JOB_WAIT_SECONDS", default=600, minimum=1, maximum=86_400)
LOG_FORMAT = environment.choice("LOG_FORMAT", ("text", "json"))
LOG_LEVEL = environment.choice("LOG_LEVEL", ("warning", "debug", "info", "error"))
ACCESS_LOG = environment.boolean("ACCESS_LOG", default=False)
DRAIN_SECONDS = environment.drain_seconds()
METRICS_FOLDER = folders.metrics_folder(DATA)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_FOLDER)  # read when prometheus_client is first imported

# Where people find the site: all follows from SITE_URL.
HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = LOCAL_HOSTS if SITE.host in LOCAL_HOSTS else [SITE.host]
CSRF_TRUSTED_ORIGINS = [SITE.origin]
FORCE_SCRIPT_NAME = SITE.prefix or None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = SITE.prefix or "/"
SESSION_COOKIE_NAME = f"{SITE.cookie_prefix}sessionid"
CSRF_COOKIE_NAME = f"{SITE.cookie_prefix}csrftoken"
STATIC_URL = f"{SITE.prefix}/static/"

# Applications
INSTALLED_APPS = [
    "ditcards.apps.DitcardsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "simple_history",
    "apps.web",
    "apps.accounts",
    "apps.jobs",
    "apps.courses",
    "apps.cards",
    "apps.library",
    "apps.reviews",
    "apps.search",
    "apps.lessons",
    "apps.printing",
    "apps.paper_sessions",
    "apps.exchange",
    "apps.stats",
    "apps.teaching",
    "apps.reminders",
    "apps.operations",
]
MIDDLEWARE = [
    "apps.operations.health.middleware.ProbeMiddleware",
    "apps.operations.metrics.middleware.RequestMetricsMiddleware",
    "apps.web.requests.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.web.requests.proxies.UntrustedProxyMiddleware",
    "apps.web.requests.compression.TextCompressionMiddleware",
    "apps.web.requests.caching.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.web.requests.middleware.FragmentMarkMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "apps.web.requests.error_pages.StorageDownMiddleware",
    "apps.web.requests.middleware.NullCharacterMiddleware",
    "apps.web.requests.middleware.AccountMiddleware",
    "apps.web.requests.middleware.UserLanguageMiddleware",
    "apps.web.requests.middleware.UserTimeZoneMiddleware",
    "apps.web.requests.middleware.HtmxLoginMiddleware",
    "apps.web.requests.middleware.HtmxErrorMiddleware",
    "apps.courses.pending_join.PendingJoinMiddleware",
    "apps.reviews.middleware.PendingReviewMiddleware",
    "apps.exchange.pending_copy.PendingCopyMiddleware",
    "apps.lessons.middleware.ClaimVisitorAnswersMiddleware",
]
ROOT_URLCONF = "ditcards.urls"
WSGI_APPLICATION = "ditcards.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "apps.web.template_loaders.FilesystemLoader",
                        "apps.web.template_loaders.AppDirectoriesLoader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache()}  # shared by all processes: rate limits count here

# Language and time. apps.web.requests.middleware activates the learner's language and time zone.
LANGUAGE_CODE = "en"
USE_I18N = True
LANGUAGES = [("en", "English")]  # each named in its own language
LOCALE_PATHS = [BASE_DIR / "locale"]
# Pseudo-languages show which sentences are not translated, and what longer ones would break: `make pseudo`.
PSEUDO_LANGUAGES = [("en-xa", "Pseudo-language"), ("ar-xb", "Pseudo-language, right to left")]
PSEUDO_LOCALE = DATA / "pseudo"
if environment.boolean("PSEUDO_LANGUAGES", default=False):
    LANGUAGES += PSEUDO_LANGUAGES
    LOCALE_PATHS.insert(0, PSEUDO_LOCALE)  # before our own, whose English plurals are those of en-xa, too
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: as `manage.py build_static` built them. In development, and where they are not built: their sources.
# Beside the code that they belong to: two releases may serve one site for a while.
STATIC_ROOT = Path(environment.env.str("DITCARDS_STATIC", default="") or BASE_DIR / "built").resolve()
with suppress(OSError):  # whitenoise warns of a missing folder; only who installs a release may be allowed to make it
    STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
BUILT = not DEBUG and (STATIC_ROOT / "built-from").exists()
WHITENOISE_USE_FINDERS = not BUILT
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Files: pictures and sounds, uploads and results of jobs, and what may be lost at any time (apps/web/storage.py).
STORAGES = {
    "staticfiles": {
        "BACKEND": "apps.web.assets.storage.BuiltFilesStorage"
        if BUILT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
    **files_url.storages(DATA),
}
# How long files are stored in each folder of the scratch storage.
SCRATCH_TTL = {
    "uploads": timedelta(days=1),
    "import_reports": timedelta(days=1),
    "prints": timedelta(days=7),
    "groups": timedelta(days=7),
}

# Background jobs: their rows are the queue. The worker is `manage.py work`, which shows itself every ten seconds.
JOBS_STALE_SECONDS = environment.integer("JOBS_STALE_SECONDS", default=40, minimum=20, maximum=3600)

# Backups: where a worker makes one every night, at which hour (UTC), and how many stay.
BACKUP_TO = environment.backup_target()
BACKUP_AT = environment.integer("BACKUP_AT", default=3, minimum=0, maximum=23)
BACKUP_KEEP = environment.integer("BACKUP_KEEP", default=14, minimum=1, maximum=1000)

# Courses: numbers of what learners answered come from at least so many of them.
INSIGHT_MIN_LEARNERS = environment.integer("INSIGHT_MIN_LEARNERS", default=5, minimum=1, maximum=1000)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.AuthenticationBackend", "apps.accounts.backends.ProviderBackend"]
# The first one hashes; a password of another is hashed again when its person logs in.
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}" for name in ("ScryptPasswordHasher", "PBKDF2PasswordHasher")]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reviews:today"
LOGOUT_REDIRECT_URL = "reviews:today"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Where e-mail is sent, an account begins with a proof of its address: so a sign-up tells nobody who has one.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SENDS_EMAIL else "none"
ACCOUNT_FORMS = {
    "signup": "apps.accounts.forms.SignupForm",
    "login": "apps.accounts.forms.LoginForm",
    "reset_password": "apps.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "apps.accounts.forms.ResetPasswordKeyForm",
    "change_password": "apps.accounts.forms.ChangePasswordForm",
    "set_password": "apps.accounts.forms.SetPasswordForm",
    "reauthenticate": "apps.accounts.forms.ConfirmPasswordForm",
    "add_email": "apps.accounts.forms.AddEmailForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before what protects an account changes: who finds a browser open cannot
SOCIALACCOUNT_ADAPTER = "apps.accounts.sso.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # who was let in by an address stays connected by the subject
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Ditcards: "
ACCOUNT_SESSION_REMEMBER = True
# Rate limits count by IP address; X-Forwarded-For is trusted from our own proxies only.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.integer("TRUSTED_PROXIES", default=0, minimum=0, maximum=10)
ACCOUNT_RATE_LIMITS = rate_limits.EXPENSIVE | rate_limits.LOGINS
MFA_RATE_LIMITS = rate_limits.PASSKEYS
MFA_ADAPTER = "apps.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "apps.accounts.forms.CodeForm",
    "reauthenticate": "apps.accounts.forms.ConfirmCodeForm",
    "activate_totp": "apps.accounts.forms.ActivateTotpForm",
    "add_webauthn": "apps.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "apps.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # for those whom LOCAL_LOGIN lets in
# Without a mail server no e-mail address can be verified; that must not prevent two-factor login.
MFA_ALLOW_UNVERIFIED_EMAIL = not SENDS_EMAIL
MFA_TOTP_ISSUER = "Ditcards"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Security
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = f"{SITE.host}{SITE.port}" if SITE.port else None  # the port of plain HTTP is another
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# HSTS concerns the whole host: a site below a path shares it with others.
HSTS = environment.choice("HSTS", ("off", "host", "subdomains", "preload"), default="off" if SITE.prefix else "host")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS and HSTS != "off" else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS in {"subdomains", "preload"}
SECURE_HSTS_PRELOAD = HSTS == "preload"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W021"]  # which HSTS is decided by its variable
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "apps.accounts.logins.sessions"
SESSION_COOKIE_AGE = 60 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MIB  # so that a form with a field that is too long can report it
MAX_REQUEST_BYTES = MAX_UPLOAD_BYTES + MIB  # a file, and the rest of its form
FILE_UPLOAD_HANDLERS = [
    "apps.web.requests.upload_handler.SizeLimitUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000  # the admin's page of a deck has a row for each of up to a hundred notes
MESSAGE_STORAGE = "apps.web.requests.cookies.MessageStorage"
MESSAGE_TAGS = {message_levels.ERROR: "wrong"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "apps.web.requests.request_log.RequestFilter"}},
    "formatters": {
        "text": {
            "format": "{asctime} {levelname} {name} {request_id} {message}",
            "style": "{",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{request_id}{message}",
            "style": "{",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "exception"},
            "reserved_attrs": [*RESERVED_ATTRS, "request", "color_message"],
        },
    },
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request"]},
    },
    "root": {"handlers": ["terminal"], "level": LOG_LEVEL.upper()},
    # A wrong URL or a refused form does not concern the operator.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL.upper()},  # Django's own handler would repeat each line
        "django.request": {"level": "ERROR"},
        "ditcards.access": {"level": "INFO"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},  # it says that it was loaded
        "waitress.queue": {"level": "ERROR"},
    },
}
