"""Pages of calls: the words are extra, every fact is read live from the call."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PagePermissionTester

from cms.addresses import call_path
from cms.editing.panels import RulesPanel
from cms.fields import BodyField
from cms.models.base import BasePage
from cms.permissions.rights import NoRights, rights_of
from incubator.programmes import deadline, deciding_words
from incubator.programmes.models import Call
from incubator.programmes.printed import papers
from incubator.programmes.querysets import PUBLIC_STATES
from incubator.programmes.states import CallState

NOT_YET = _(
    "This page goes live with its call, and the call %(reference)s is not public: it is published at the desk, "
    "once a director has approved it."
)


def with_page_addresses(calls: Iterable[Call], language: str) -> list[Call]:
    """Put `address` on each call: its page in that language."""
    listed = list(calls)
    for call in listed:
        call.address = call_path(call.slug, language)
    return listed


class CallIndexPage(BasePage):
    """All calls: open, planned, closed."""

    lead = models.CharField(_("first sentence"), max_length=300, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    template = "cms/calls.html"
    subpage_types = ["cms.CallPage"]

    class Meta:
        verbose_name = _("calls")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        at, calls = request.received_at, with_page_addresses(Call.objects.listed()[:100], self.language)
        coming = [
            c for c in calls if not c.is_open(at) and c.next_opening(at) and c.state == CallState.PUBLISHED
        ]
        context["open_calls"] = sorted((c for c in calls if c.is_open(at)), key=lambda c: c.closes_at)
        context["planned_calls"] = sorted(coming, key=lambda c: c.next_opening(at))
        context["closed_calls"] = [c for c in calls if not c.is_open(at) and c not in coming]
        return context


class CallPage(BasePage):
    """The public page of a call in one language."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="pages", verbose_name=_("call"))
    body = BodyField(blank=True, verbose_name=_("further words"))

    content_panels = [
        FieldPanel(
            "body",
            help_text=_(
                "Added under the text of the call. "
                "Dates, places, rules and grid come from the desk by themselves."
            ),
        ),
        RulesPanel(heading=_("Who may apply")),
    ]
    template = "cms/call.html"
    is_of_the_whole_site = False
    joined = ("call",)
    # Made with its call, and the only one in its language (`cms.publishing`): nobody adds or copies one.
    is_creatable = False
    parent_page_types = ["cms.CallIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of a call")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        at, call = request.received_at, self.call
        calendar, criteria = list(call.calendar.all()), list(call.criteria.all())
        upcoming = next((entry for entry in calendar if (entry.ends_at or entry.starts_at) > at), None)
        for entry in calendar:
            entry.is_next = entry is upcoming
        share = f"{call.title.plain}\n{context['public_url']}"
        context |= {
            "call": call,
            "sizes": papers.sizes(call, self.language),
            "phase": self.phase(at),
            "closing": call.closing(at) or call.closes_at,
            "change": deadline.last_change(call),
            "calendar": calendar,
            "next_entry": upcoming,
            "rules": call.eligibility_rules.all(),
            "criteria": criteria,
            "selection": deciding_words.sentences(call, criteria),
            "documents": call.documents.all(),
            "tranches": call.tranche_plan.all(),
            "sections": [_section(row, self.language) for row in call.sections],
            "has_selection": any(row["slug"] == "selection" for row in call.sections),
            "fee_note": _words(call.fees, "note", self.language),
            "contact_hours": _words(call.contact, "hours", self.language),
            "whatsapp_share": f"https://wa.me/?{urlencode({'text': share})}",
            "duration_months": _months(calendar),
        }
        return context

    def clean(self) -> None:
        """Refuse to be live while the call is not public, whatever door it is published by."""
        super().clean()
        if self.live and not self.is_answered():
            raise ValidationError(NOT_YET % {"reference": self.call.reference})

    def is_answered(self) -> bool:
        """Tell whether the call was ever given to the public: then its page says what is, or why it is over."""
        known = self.call.state in PUBLIC_STATES
        return known or Call.objects.answering().filter(pk=self.call_id).exists()

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return what a person may do with the page: nothing with that of another programme's call."""
        is_theirs = self.call_id in rights_of(user).calls
        return super().permissions_for_user(user) if is_theirs else NoRights(user, self)

    def phase(self, at: Any) -> str:
        """Return planned, open, closed, results or cancelled: which variant of the page people see."""
        if self.call.state == CallState.CANCELLED:
            return "cancelled"
        if self.call.state in (CallState.RESULTS_PUBLISHED, CallState.ARCHIVED):
            return "results"
        return self.call.phase(at)


def _words(pairs: dict[str, Any], name: str, language: str) -> str:
    return pairs.get(f"{name}_{language}") or pairs.get(f"{name}_fr") or ""


def _section(row: dict[str, Any], language: str) -> dict[str, Any]:
    """One section in the page's language; what is not translated says that it is French."""
    used = language if row.get(f"body_{language}") or row.get(f"items_{language}") or row.get("see") else "fr"
    return {
        "slug": row["slug"],
        "see": row.get("see"),
        "heading": row.get(f"heading_{language}") or row["heading_fr"],
        "body": row.get(f"body_{used}") or "",
        "items": row.get(f"items_{used}") or [],
        "lang": used if used != language else "",
    }


def _months(calendar: list[Any]) -> int:
    """Return how many months the cohort lasts, from its start to its end in the calendar.

    0 when they are not there.
    """
    days = {entry.kind: entry.starts_at for entry in calendar if entry.kind in ("start", "end")}
    return round((days["end"] - days["start"]).days / 30.44) if len(days) == 2 else 0
