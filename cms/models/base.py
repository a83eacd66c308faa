"""What every public page has: its address in its language, and the page of the other language."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Site

from cms import addresses
from cms.editing.page_forms import SitePageForm
from cms.editing.panels import schedule
from cms.permissions.rights import NoRights, OnlyUnder, rights_of


class BasePage(Page):
    """A page of the site. French addresses stand at the root, English ones under /en/."""

    base_form_class = SitePageForm
    settings_panels = [schedule()]
    # Whether the page speaks for the whole centre: an officer who works on some programmes writes no such page.
    is_of_the_whole_site = True

    class Meta:
        abstract = True

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return (site, root address, path) by our own rule.

        The first segment of the tree is the language.
        """
        site = Site.find_for_request(request) if request else None
        site = site or Site.objects.filter(is_default_site=True).first()
        if site is None:
            return None
        return site.pk, site.root_url, addresses.public_path(self.url_path)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["at"] = request.received_at
        context["public_url"] = request.build_absolute_uri(addresses.public_path(self.url_path))
        return context

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return what a person may do with the page: of the whole site, nothing where their word is a programme's."""
        if not self.is_of_the_whole_site or rights_of(user).whole_site:
            return PagePermissionTester(user, self)
        is_for_others = any(not model.is_of_the_whole_site for model in self.creatable_subpage_models())
        return OnlyUnder(user, self) if is_for_others else NoRights(user, self)

    @cached_property
    def restrictions(self) -> QuerySet:
        """What keeps the page for some, on itself or above it: one question, read once."""
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        above = [self.path[:length] for length in steps]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def get_view_restrictions(self) -> QuerySet:
        """The same, where Wagtail asks."""
        return self.restrictions

    def is_answered(self) -> bool:
        """Tell whether what the page speaks of may be read; a page of a call says no before its call is public."""
        return True

    @cached_property
    def language(self) -> str:
        """The language of the page, read from its place in the tree."""
        return addresses.language_of(self.url_path)
