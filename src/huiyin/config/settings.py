"""Settings of one installation: one city, one database, read from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from huiyin.config.database import databases_from
from huiyin.config.schedules import SCHEDULES  # noqa: F401 (a setting like those below)
from huiyin.config.secret import secret_key

ROOT = Path(__file__).resolve().parents[3]
CITY = os.environ.get("HUIYIN_CITY", "kaifeng")
# One installation serves one city, so what one city writes stands in a folder of its own.
VAR = Path(os.environ.get("HUIYIN_VAR", ROOT / "var" / CITY))
DEBUG = os.environ.get("HUIYIN_DEBUG") == "1"
# Production is behind HTTPS and serves files under hashed names; the demo on 127.0.0.1 is neither.
PRODUCTION = os.environ.get("HUIYIN_PRODUCTION") == "1"
SECRET_KEY = secret_key(VAR)
# The machine itself may always ask: its monitor looks at the health page under no other name.
ALLOWED_HOSTS = [
    *(host.strip() for host in os.environ.get("HUIYIN_HOSTS", "testserver").split(",") if host.strip()),
    *("127.0.0.1", "localhost"),
]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HUIYIN_ORIGINS", "").split(",") if o]
# Proxies of our own, whose word on where a request comes from is taken.
TRUSTED_PROXIES = [
    proxy.strip()
    for proxy in os.environ.get("HUIYIN_PROXIES", "127.0.0.1,::1" if PRODUCTION else "").split(",")
    if proxy.strip()
]

ROOMS = [
    "ui", "rulebook", "journal", "moves", "units", "calendars", "people", "files", "clocks", "drafts", "cases", "intake",
    "dispatch", "callbacks", "notices", "search", "knowledge", "registers", "instructions", "supervision",
    "incidents", "duty", "rechecks", "hardcases", "linetests", "calls", "rollups", "statistics", "assessment", "escalation",
    "insight", "briefs", "desk", "portal", "api", "demo", "bench",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "django_q",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *[f"huiyin.{room}" for room in ROOMS],
    # No room, but it brings commands: backup, restore, upgrade, make_keys.
    "huiyin.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huiyin.ui.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiyin.people.middleware.WhoActs",
    "axes.middleware.AxesMiddleware",
]

# While measuring, the bare floor is served beside the product; never otherwise.
ROOT_URLCONF = "huiyin.bench.floor" if os.environ.get("HUIYIN_BENCH") == "1" else "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = databases_from(os.environ.get("HUIYIN_DATABASE_URL"), VAR)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.ui.context.page",
                "huiyin.config.context.city",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# --- Files that the browser loads -------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Only production collects the files; otherwise they are served from where they stand.
STATIC_ROOT = VAR / "static" if PRODUCTION else None
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "huiyin.ui.assets.NodeModulesFinder",
]
NODE_MODULES = ROOT / "node_modules"
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Files that people bring: below var/, never below an address of their own -------------------------------------
MEDIA_ROOT = VAR / "files"
# Rows that an import refused hold personal data: their files are deleted after so many days.
REJECTS_KEPT_DAYS = int(os.environ.get("HUIYIN_REJECTS_DAYS", "30"))
# What somebody typed and never sent is personal data as well.
DRAFTS_KEPT_DAYS = int(os.environ.get("HUIYIN_DRAFTS_DAYS", "7"))
MAX_UPLOAD_BYTES = int(os.environ.get("HUIYIN_MAX_UPLOAD_MB", "50")) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "huiyin.ui.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Who may come in ----------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "huiyin.people.backends.ByNumber",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/people/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "huiyin.people.adapters.SignInByNumber"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# A whole office may stand behind one address; wrong passwords and codes are counted by account as well.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,10/5m/key"}
MFA_ADAPTER = "huiyin.people.adapters.SealedSecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "huiyin.ui.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "huiyin.ui.address.client_ip"
AXES_VERBOSE = False

# --- What the browser is told -------------------------------------------------------------------------------------
API_REQUESTS_A_MINUTE = int(os.environ.get("HUIYIN_API_REQUESTS_A_MINUTE", "600"))
SESSION_ENGINE = "huiyin.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huiyin.ui.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_SSL_REDIRECT = PRODUCTION
# The monitor asks the machine itself, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

# --- Work in the background ---------------------------------------------------------------------------------------
# `retry` lies above `timeout`: otherwise a long job would be handed out a second time while it still runs.
Q_CLUSTER = {
    "name": "huiyin",
    "orm": "default",
    "workers": int(os.environ.get("HUIYIN_WORKERS", "1")),
    "timeout": 600,
    "retry": 900,
    "poll": 1,
    "queue_limit": 10,
    "save_limit": 500,
    "catch_up": False,
    "label": "后台任务",
}

# --- The log: to standard error, holding no personal data -----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "huiyin.config.logs.DiscreetFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django-q": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
