"""Every setting of Ettle, read once from the environment. Safe by default: what is left out is closed.

docs/reference/settings.md lists them for operators; a test keeps that page complete.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from ettle.kit.operations.environment import SettingsReader

env = SettingsReader(os.environ)

# A wheel carries what else of a clone a site needs, such as the content, in a folder of this package (decision 0096).
_package = Path(__file__).resolve().parents[1]
IS_INSTALLED = (_package / "installed").is_dir()
BASE_DIR = _package / "installed" if IS_INSTALLED else _package.parents[1]
DATA_DIR = env.path("DATA", default=Path("var") if IS_INSTALLED else BASE_DIR / "var").resolve()
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
PUBLIC_URL = env.web_address("PUBLIC_URL", default="http://localhost:8000")
_public = urlsplit(PUBLIC_URL)
HTTPS = _public.scheme == "https"

# The folder of the keys, outside the data folder: a copy of the data or a backup has none. The launcher leaves a note.
_note = DATA_DIR / "keys-folder.txt"
KEYS_DIR = env.path("KEYS", default=Path(env.key_file(_note) or "~/.config/ettle").expanduser())
SECRET_KEY = env.text("SECRET_KEY", default="") or env.key_file(KEYS_DIR / "secret.key")
# The key that seals signing keys at rest. A file outside the database, or the variable where disks are not kept.
SEALING_KEY = env.text("SEALING_KEY", default="")
SEALING_KEY_FILE = env.path("SEALING_KEY_FILE", default=KEYS_DIR / "sealing.key")
WITHDRAWALS_FILE = env.growing_file("WITHDRAWALS_FILE", default=DATA_DIR / "withdrawn.jsonl")
# Each list of withdrawn badges as a file, to be served while the database is down. Made again from the database.
STATUS_LISTS_DIR = DATA_DIR / "status-lists"
ERASURES_FILE = env.growing_file("ERASURES_FILE", default=DATA_DIR / "erasures.jsonl")
AUDIT_HEADS_FILE = env.growing_file("AUDIT_HEADS_FILE", default=DATA_DIR / "audit-heads.jsonl")
SIGNING_HEADS_FILE = env.growing_file("SIGNING_HEADS_FILE", default=DATA_DIR / "signing-heads.jsonl")

# Requests from the machine itself (health checks, a look with curl) are answered whatever the site's name is.
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*env.host_names("ALLOWED_HOSTS", default=[_public.hostname or "localhost"]), *LOOPBACK_HOSTS]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "ettle.kit",
    "ettle.branding",
    "ettle.people",
    "ettle.texts",
    "ettle.framework",
    "ettle.badges",
    "ettle.activities",
    "ettle.instruments",
    "ettle.learning_log",
    "ettle.feedback",
    "ettle.evidence",
    "ettle.journey",
    "ettle.library",
    "ettle.search",
    "ettle.cpl",
    "ettle.together",
    "ettle.workshop",
    "ettle.dashboard",
    "ettle.packs",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_linear_migrations",
    "django_tasks",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ettle.kit.http.middleware.RequestIdMiddleware",
    "ettle.kit.metrics.middleware.RequestMetricsMiddleware",
    "ettle.kit.http.compression.CompressionMiddleware",
    "ettle.kit.http.link_pages.LinkPageMiddleware",
    "ettle.kit.http.device_permissions.DevicePermissionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ettle.kit.http.language_choice.LanguageMiddleware",
    "ettle.workshop.cms_middleware.WorkshopMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ettle.texts.recovery.form_copies.FormCopiesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ettle.texts.recovery.script_forms.ScriptFormsMiddleware",
    "ettle.kit.http.audience.AudienceMiddleware",
    "ettle.kit.http.page_limits.PageLimitMiddleware",
    "ettle.people.sign_in.sessions.SessionUseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ettle.kit.http.middleware.TimeZoneMiddleware",
]

ROOT_URLCONF = "ettle.config.urls"
WSGI_APPLICATION = "ettle.config.wsgi.application"
FORM_RENDERER = "ettle.kit.forms.renderer.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Each item type of activities has its templates in its own folder; those of rooms are found by Django.
        "DIRS": sorted(Path(__file__).resolve().parents[1].glob("activities/items/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ettle.kit.templatetags.written"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ettle.kit.pages.page_shell.page_context",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'ettle.sqlite3'}")}
# While an author looks at a draft, questions about frameworks go to a database in memory that has it.
DATABASE_ROUTERS = ["ettle.framework.versions.snapshots.SnapshotRouter"]
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: in WAL mode NORMAL may lose the last commits on power loss, and we acknowledge saves.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-16000; PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864;"
            # What is deleted is overwritten with zeros, not only given free (kit/database/traces.py).
            "PRAGMA secure_delete=ON"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
SECOND_FACTOR_URL = "people:second-step"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ettle.people.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# allauth counts in the cache, which without Redis each process has for itself and a restart empties. What it would
# count is counted by people/limits.py, in the database.
ACCOUNT_RATE_LIMITS = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_FORMS = {
    "login": "ettle.people.forms.SignInForm",
    "signup": "ettle.people.forms.SignUpForm",
    "confirm_login_code": "ettle.people.forms.CodeForm",
    "confirm_email_verification_code": "ettle.people.forms.AddressCodeForm",
}
MFA_ADAPTER = "ettle.people.sign_in.adapter.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the code before and after: a phone's clock may be half a minute off
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_FORMS = {
    "activate_totp": "ettle.people.forms.SetUpAppForm",
    "add_webauthn": "ettle.people.forms.AddPasskeyForm",
    "edit_webauthn": "ettle.people.forms.RenamePasskeyForm",
    "login_webauthn": "ettle.people.forms.SignInPasskeyForm",
}
SESSION_ENGINE = "ettle.people.sign_in.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ettle.texts.views.csrf_failure"
# Browsers accept a cookie with this prefix only from this host itself, over https and for all paths, so that no other
# site under the same domain can set one. Over http they accept none, and the names are plain.
_host = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_host}sessionid"
CSRF_COOKIE_NAME = f"{_host}csrftoken"
MESSAGE_COOKIE_NAME = f"{_host}messages"
WRITERS_COOKIE_NAME = f"{_host}writers"
FORM_COPY_COOKIE_NAME = f"{_host}form_copy"
CHOICES_COOKIE_NAME = f"{_host}choices"
# For /account/ alone, so that the pages a visitor reads stay the same for all: such a cookie may have this prefix only.
DEVICE_COOKIE_NAME = "__Secure-ettle_seen" if HTTPS else "ettle_seen"
# Sent to the pages of sessions of two alone.
GUEST_COOKIE_NAME = "__Secure-guest" if HTTPS else "guest"
# Sent to the pages of endorsers alone.
ASKING_COOKIE_NAME = "__Secure-ettle_asks" if HTTPS else "ettle_asks"
MESSAGE_STORAGE = "ettle.kit.http.message_cookie.MessageStorage"

TASKS = {"default": {"BACKEND": "ettle.kit.tasks.task_queue.LeasedBackend"}}

OUTBOX_DIR = DATA_DIR / "outbox"
DEFAULT_FROM_EMAIL = env.sender("MAIL_FROM", default="Ettle <no-reply@localhost>")
MAIL_SERVER = env.mail_server("EMAIL_URL")
if MAIL_SERVER:
    vars().update(MAIL_SERVER)
else:
    EMAIL_BACKEND = "ettle.kit.mail.outbox.EmailBackend"
    EMAIL_FILE_PATH = str(OUTBOX_DIR)

# English is what the source is written in, and what is shown where a translation has nothing.
LANGUAGE_CODE = "en-gb"
LANGUAGES = env.languages("LANGUAGES", default=LANGUAGE_CODE)
FIRST_LANGUAGE = LANGUAGES[0][0]
# A catalogue in the data folder takes precedence over one that comes with the site.
LOCALE_PATHS = [DATA_DIR / "locale", Path(__file__).resolve().parents[1] / "locale"]
FORMAT_MODULE_PATH = "ettle.config.formats"
TIME_ZONE = env.time_zone("TIME_ZONE", default="Europe/London")
# Whose bank holidays are no working days: a country and a part of it.
HOLIDAYS = env.holidays("HOLIDAYS", default="GB-SCT")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Django's own default lets every account of the machine read uploads. Static files have nothing to hide.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
STATICFILES_FINDERS = [
    "ettle.kit.files.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "ettle.kit.files.static_storage.StaticStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
CACHES = {"default": env.cache("CACHE_URL", default="locmem://")}

SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", default=False)
SECURE_SSL_REDIRECT = False  # the reverse proxy does this; health checks come over plain http
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],  # a recording is heard before it is sent
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Figures for monitoring are counted and shown only where there is a token to read them with.
METRICS_TOKEN = env.metrics_token("METRICS_TOKEN")
METRICS_DIR = DATA_DIR / "metrics" / socket.gethostname()
# Other sites whose documents may be fetched to check their badges; none unless the operator says so.
FETCH_FROM = env.fetched_hosts("FETCH_FROM")
CLAMD = env.scanner("CLAMD")  # uploads are scanned only where there is one
# After how many days without a new backup administrators are emailed; 0 for never.
BACKUP_DAYS = env.number("BACKUP_DAYS", default=2, most=365)
# The file of a public OpenPGP key that backups are encrypted with; None for none.
BACKUP_KEY = env.readable_file("BACKUP_KEY")
# Where problems of the site are sent beside the emails to administrators.
NOTICE_WEBHOOK = env.webhook("NOTICE_WEBHOOK")
# How old an account must be that belongs to no organisation before it may have emails sent to outside addresses.
KNOWN_AFTER_DAYS = env.number("KNOWN_AFTER_DAYS", default=7, most=365)
# How long the activities of an invitation are open. Its learner can renew it for as long again.
INVITATION_DAYS = env.number("INVITATION_DAYS", default=365, most=3_650)
# How long an assessor can take an answer back before it goes to the learner.
TAKE_BACK_MINUTES = env.number("TAKE_BACK_MINUTES", default=5, most=60)
# Fonts of PDF files, beside those that typst brings.
FONTS_DIR = env.folder("FONTS", default=Path("/usr/share/fonts"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "ettle.library.editor.rich_text.RichTextArea"}}
WAGTAIL_SITE_NAME = "Ettle"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic", "avif", "gif", "bmp", "tiff"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "ettle.library.editor.image_form.PictureForm"

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "ettle.kit.http.middleware.RequestIdFilter"},
        "link_pages": {"()": "ettle.kit.http.link_pages.LinkPageFilter"},
    },
    "formatters": {"line": {"()": "ettle.kit.http.middleware.JsonFormatter"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "link_pages"]}
    },
    "root": {"handlers": ["out"], "level": env.choice("LOG_LEVEL", LOG_LEVELS, default="INFO")},
    # Wagtail tells of every page it saves; the audit line says the same, with who did it.
    # pikepdf says that it has begun.
    "loggers": {"wagtail": {"level": "WARNING"}, "pikepdf": {"level": "WARNING"}},
}

env.check_names()
SETTINGS_FAULTS = env.faults
