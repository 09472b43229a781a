"""Settings, from the environment. docs/configuration.md lists the variables."""

from pathlib import Path
from urllib.parse import urlsplit

from accounts import limits
from wiki import environment as env
from wiki import sqlite

sqlite.modernise()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_folder("DATA_DIR", BASE_DIR / "data")

DEBUG = env.flag("DEBUG")
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", 1, maximum=1000)  # gunicorn takes it; here a wrong one is told of
HTTPS = env.flag("HTTPS", default=not DEBUG)
PORT = env.number("PORT", 8000)
SITE_URL = env.site("SITE_URL", f"http://127.0.0.1:{PORT}")
SECRET_KEY = env.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")  # accounts.network believes what these say of where a request is from

WIKI_NAME = env.text("WIKI_NAME", "Commonplace")
WIKI_TAGLINE = env.text("WIKI_TAGLINE", "What we mean by our words")
WIKI_SIGNUP = env.choice("WIKI_SIGNUP", ("open", "approval", "invite", "closed"), "")  # accounts.signup.mode decides
SET_ON_SERVER = {name for name in ("WIKI_NAME", "WIKI_TAGLINE", "WIKI_SIGNUP") if env.text(name)}  # wiki.site
SIGNUP_MODE = "wiki.site.signup_mode"
NAMES_CHANGED = "wiki.stamps.renew_all"
SITE_NAME = "wiki.site.name"
WIKI_RENDER_CHILDREN = env.number("WIKI_RENDER_CHILDREN", 2, maximum=64)
IMAGE_HOSTS = env.names("IMAGE_HOSTS")

INSTALLED_APPS = [
    "accounts",
    "wiki",
    "wiki.apps.WikiAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "reversion",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "wiki.watch.Views",
    "wiki.slow.SlowQueries",
    "wiki.middleware.Addresses",
    "wiki.middleware.ResponseHeaders",
    "wiki.middleware.Crawlers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wiki.middleware.Methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wiki.middleware.Probes",
    "wiki.pagecache.Away",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wiki.middleware.Anonymous",
    "accounts.middleware.TimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wiki.limits.Limits",
    "wiki.refusals.Refusals",
]

ROOT_URLCONF = "wiki.urls"
WSGI_APPLICATION = "wiki.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wiki.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.database(DATA_DIR), **env.replicas("REPLICA_URLS")}
DATABASE_ROUTERS = ["wiki.replicas.Router"] if len(DATABASES) > 1 else []
CACHES = {"default": env.cache()}  # shared by all processes: rate limits are counted in it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "accounts.backends.ByNameOrAddress",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds that a link for a new password works, once
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*" if env.text("EMAIL_URL") else "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.text("EMAIL_URL") else "none"  # accounts.stages says for whom
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the window that signed up, and nowhere else
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignUpForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
}
MFA_ADAPTER = "accounts.second.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # clocks differ by half a minute
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who signed up by themselves cannot come in before the address is confirmed
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "accounts.second.AuthenticateForm",
    "reauthenticate": "accounts.second.ReauthenticateForm",
    "activate_totp": "accounts.second.ActivateTOTPForm",
    "add_webauthn": "accounts.second.AddPasskeyForm",
    "authenticate_webauthn": "accounts.second.PasskeyForm",
    "reauthenticate_webauthn": "accounts.second.ReauthenticatePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "accounts.oidc.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.oidc.SignUpForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # people choose the name by which others know them
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # an address counts only where the other site has confirmed it
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.oidc_providers("OIDC_PROVIDERS")}}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]
ACCOUNT_SESSION_REMEMBER = True  # the form asks nothing; a session lasts as long as SESSION_COOKIE_AGE

# Times and seconds. `accounts.limits` says what allauth makes of `login` and `signup`.
RATE_LIMITS = env.rate_limits(
    "RATE_LIMITS",
    {"login": (20, 60), "signup": (20, 60), "edit": (60, 60), "search": (120, 60), "import": (10, 60)},
)
ACCOUNT_RATE_LIMITS = limits.for_allauth(RATE_LIMITS)

# E-mail. Without EMAIL_URL none is sent, and nothing that would send one fails.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"wiki@{urlsplit(SITE_URL).hostname or 'localhost'}"
_mail = env.mail("EMAIL_URL")
SENDS_MAIL = bool(_mail)
globals().update(_mail)

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]  # the pages are translated into no other
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wiki.staticfiles.Storage"},
}

WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for our files

# A revision is a document: wiki.history says how.
SERIALIZATION_MODULES = {"document": "wiki.history"}

TAGGIT_CASE_INSENSITIVE = True

MESSAGE_STORAGE = "wiki.messages.Storage"
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wiki.views.errors.stale_form"
METRICS_TOKEN = env.token("METRICS_TOKEN")
X_FRAME_OPTIONS = "DENY"
PROBES = {"/healthz", "/readyz", "/metrics"}  # asked by number and without https: wiki.middleware.Probes
SECURE_REDIRECT_EXEMPT = [f"^{path[1:]}$" for path in sorted(PROBES)]
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"

CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
OWN_COOKIES = ("messages",)  # with one of these, or one that ends so, nothing is sent that was kept: wiki.pagecache

# Far above what can be saved, so that a text too large comes back to its writer: percent signs triple it on the way.
DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a conflict page has one for each passage

SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", 0, minimum=0, maximum=3_600_000)
SENTRY_DSN = env.text("SENTRY_DSN")
LOG_FORMAT = env.choice("LOG_FORMAT", ("text", "json"), "text")
LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "wiki.logs.Line", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "wiki.logs.Json"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if LOG_FORMAT == "json" else "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a page that is not there is no event
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
