"""Every address of the product; each slice lists its own. The public site (Wagtail) answers what is left."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.sitemaps import SitePages
from cms.views.public import document, page
from incubator.accounts.views import door
from incubator.config import api, views
from incubator.portal.sitemaps import Startups

# What founders open most is looked for first; no slice has an address of another's, so the order says nothing else.
SLICES = [
    "incubator.applications",
    "incubator.portal",
    "incubator.ui",
    "incubator.files",
    "incubator.notifications",
    "incubator.accounts",
    "incubator.jobs",
    "incubator.lists",
    "incubator.conflicts",
    "incubator.programmes",
    "incubator.reviews",
    "incubator.cohorts",
    "incubator.milestones",
    "incubator.reporting",
    "mentorship",
    "funding",
    "cms",
]


def closed(request: HttpRequest) -> HttpResponse:
    """An address that a library brings and nobody here opens."""
    raise Http404


SITEMAPS = {"pages": SitePages, "startups": Startups}

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", login_not_required(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("api/v1/", include(api.urls)),
    *[path("", include(f"{name}.urls")) for name in SLICES],
    # Pages by which Wagtail's makers look at its error pages.
    *[path(f"cms/{name}/", closed) for name in ("failwhale", "test404")],
    path("cms/", include(wagtailadmin_urls)),
    path("login/site/", door.cms_login, name="wagtailcore_login"),
    # Wagtail reverses its documents and its pages by these names.
    re_path(r"^documents/(\d+)/(.*)$", document, name="wagtaildocs_serve"),
    re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
]
handler400 = "incubator.config.views.bad_request"
handler403 = "incubator.config.views.forbidden"
handler404 = "incubator.config.views.not_found"
handler500 = "incubator.config.views.server_error"
