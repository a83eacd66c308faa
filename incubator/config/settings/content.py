"""Languages, time, and the CMS."""

from django.utils.translation import gettext_lazy as _

from incubator.config.settings.environment import ROOT, env

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "incubator" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Lome"

WAGTAIL_SITE_NAME = "Pépinière"
WAGTAILADMIN_BASE_URL = env.str("PEPINIERE_BASE_URL", default="http://localhost:8000")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/login/"
# Addresses without accents, days as people write them.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
FORMAT_MODULE_PATH = ["incubator.config.formats"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Who may read is decided by account: a password that goes from hand to hand is nobody's decision.
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "/login/"
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
# A list that filters begins with "All"; every filter is optional, which goes without saying.
FILTERS_EMPTY_CHOICE_LABEL = _("All")

# Kinds of background work (`jobs.kinds.Work`), each with the class that does it.
EXPORT_KINDS: dict[str, str] = {
    "lists.table": "incubator.lists.exports.ListWork",
    "applications.table": "incubator.applications.exports.application_table.ApplicationTableWork",
    "applications.documents": "incubator.applications.exports.packing.DocumentsPack",
    "applications.dossiers": "incubator.applications.exports.packing.DossiersPack",
    "applications.pack": "incubator.applications.exports.packing.OnePdf",
    "applications.import_check": "incubator.applications.imports.kind.Trying",
    "applications.import": "incubator.applications.imports.kind.Entering",
    "applications.import_undo": "incubator.applications.imports.kind.TakingBack",
}
