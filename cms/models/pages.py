"""Stories, and the standing pages: the centre, help, legal texts, contact."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.addresses import public_path
from cms.fields import BodyField
from cms.models.base import BasePage
from cms.querysets import shown


class StandardPage(BasePage):
    """A page of words."""

    lead = models.CharField(_("first sentence"), max_length=300, blank=True)
    body = BodyField(blank=True, verbose_name=_("text"))
    shows_contact = models.BooleanField(
        _("show the contact of the centre"),
        default=False,
        help_text=_("Telephone, hours and way, from the centre."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("shows_contact"),
    ]
    template = "cms/standard.html"

    class Meta:
        verbose_name = _("standing page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["children"] = shown(self.get_children()).order_by("path")
        return context


class StoryIndexPage(BasePage):
    """The one stream of news."""

    lead = models.CharField(_("first sentence"), max_length=300, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    template = "cms/stories.html"
    subpage_types = ["cms.StoryPage"]

    class Meta:
        verbose_name = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["stories"] = shown(StoryPage.objects).child_of(self).order_by("-day", "-pk")[:50]
        return context


class StoryPage(BasePage):
    """One story."""

    day = models.DateField(_("day"))
    lead = models.CharField(_("first sentence"), max_length=300)
    body = BodyField(blank=True, verbose_name=_("text"))

    content_panels = [*BasePage.content_panels, FieldPanel("day"), FieldPanel("lead"), FieldPanel("body")]
    is_of_the_whole_site = False
    template = "cms/story.html"
    parent_page_types = ["cms.StoryIndexPage"]

    class Meta:
        verbose_name = _("story")

    @property
    def address(self) -> str:
        """Where it is read, without a query."""
        return public_path(self.url_path)
