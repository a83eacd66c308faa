"""Who may come in, and what a page may load."""

from datetime import timedelta

from incubator.config.settings.environment import IS_DEMO, IS_PRODUCTION, IS_TEST, env, networks

AUTHENTICATION_BACKENDS = ["incubator.accounts.backends.OneDoor"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/portal/"
LOGOUT_REDIRECT_URL = "/"
# What is not the public site: here the person's language and session count.
PATHS_INSIDE = (
    "/portal/", "/desk/", "/account/", "/login/", "/logout/", "/cms/", "/files/", "/l/", "/demo/", "/styleguide/",
    "/api/",
)  # fmt: skip
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
if IS_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ACCOUNT_ADAPTER = "incubator.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "incubator.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pépinière"
# Roles that handle money or files need a second factor; only the demonstration (and tests that say so) waive it.
SECOND_FACTOR_REQUIRED = not (IS_DEMO or IS_TEST)

SESSION_COOKIE_AGE = 30 * 24 * 3600
# However busy a session is, it ends so long after signing in; sooner for roles that open other people's files and money.
SESSION_AGE = timedelta(days=30)
SESSION_AGE_OF_STAFF = timedelta(hours=12)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# `__Host-`: over HTTPS, for the whole of this host, and none that a subdomain or another page wrote in its place.
_HOST = "__Host-" if IS_PRODUCTION else ""
SESSION_COOKIE_NAME = f"{_HOST}session"
CSRF_COOKIE_NAME = f"{_HOST}csrf"
LANGUAGE_COOKIE_NAME = f"{_HOST}language" if IS_PRODUCTION else "django_language"
APPEARANCE_COOKIE_NAME = f"{_HOST}appearance"
DEVICE_COOKIE_NAME = f"{_HOST}device"
KNOWN_COOKIE_NAME = f"{_HOST}known"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "incubator.config.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("PEPINIERE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

# Every component of the product in every state: a page for who builds it, closed where people work.
SHOWS_STYLEGUIDE = not IS_PRODUCTION
# The proxies whose word on a visitor's address is believed (`core.client_address`); none that is not named here.
TRUSTED_PROXIES = networks("PEPINIERE_TRUSTED_PROXIES")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "img-src": ["'self'", "data:"],
    }
}
# Wagtail's editor needs inline scripts and styles: its own policy on /cms/ only.
CMS_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "incubator.config.logs.RequestId"}},
    "formatters": {"json": {"()": "incubator.config.logs.Json"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}
    },
    # One line for each page saved or task run says nothing that the audit does not.
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "modelsearch")},
    "root": {"handlers": ["console"], "level": "WARNING" if IS_TEST else "INFO"},
}
