"""The home page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms import figures
from cms.fields import BodyField, PartnersField
from cms.models.base import BasePage
from cms.models.calls import with_page_addresses
from cms.models.pages import StoryPage
from cms.querysets import shown
from incubator.programmes.models import Call
from incubator.programmes.states import CallState
from incubator.startups.models import Startup


class HomePage(BasePage):
    """What the centre is in one sentence, the open call, start-ups, figures, news, the way, partners."""

    sentence = models.CharField(_("the centre in one sentence"), max_length=240)
    way = models.CharField(
        _("where to find us"), max_length=300, blank=True, help_text=_("A landmark that taxi drivers know.")
    )
    body = BodyField(blank=True, verbose_name=_("text"))
    partners = PartnersField(blank=True, verbose_name=_("partners in the agreed order"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("sentence", help_text=_("Who the centre serves and what it gives, in plain words.")),
        FieldPanel("way"),
        FieldPanel("body"),
        FieldPanel("partners"),
    ]
    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 2

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        at = request.received_at
        live = list(Call.objects.listed().order_by("closes_at"))
        is_open = [call for call in live if call.is_open(at)]
        coming = [
            c for c in live if c not in is_open and c.next_opening(at) and c.state == CallState.PUBLISHED
        ]
        planned = sorted(coming, key=lambda c: c.next_opening(at))
        closed = [c for c in live if c not in is_open and c not in coming]
        context["open_calls"] = with_page_addresses(is_open, self.language)
        context["planned_call"] = next(iter(with_page_addresses(planned[:1], self.language)), None)
        context["closed_call"] = next(iter(with_page_addresses(closed[-1:], self.language)), None)
        context["startups"] = (
            Startup.objects.published().select_related("sector", "commune").order_by("-created_at")[:3]
        )
        context["figures"] = figures.three(at)
        context["stories"] = shown(StoryPage.objects).descendant_of(self).order_by("-day", "-pk")[:3]
        return context
