"""Parts of the composed pages: states in words, figures that open their list, facts of a start-up."""

from typing import Any

from django import template
from django.db.models import Model, TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from funding.states import AwardState, TrancheState
from incubator.applications.states import State
from incubator.cohorts.states import PlaceState
from incubator.milestones.states import MilestoneState
from incubator.portal import figure_rows
from incubator.portal.addresses import find
from incubator.portal.figure_parts import Parts
from incubator.portal.figures import Value
from incubator.portal.overview import Line, Overview
from incubator.reporting.states import ReportState
from incubator.startups.models import Registration, Startup
from incubator.startups.states import StartupState
from incubator.ui import badges, charts, maps
from incubator.ui.lines import line
from incubator.ui.templatetags.charts import stacked, zones_drawn
from incubator.ui.typography import money, number, short_day

register = template.Library()
STATES: dict[str, type[TextChoices]] = {
    "application": State,
    "award": AwardState,
    "milestone": MilestoneState,
    "place": PlaceState,
    "report": ReportState,
    "startup": StartupState,
    "tranche": TrancheState,
}


@register.filter
def state_words(thing: Model) -> str:
    """Say the state of a record in the office's words."""
    return str(STATES[str(thing._meta.model_name)](thing.state).label)


@register.simple_tag
def state_badge(thing: Model) -> SafeString:
    """Show the state of a record: its colour and its word."""
    return format_html('<span class="badge {}">{}</span>', badges.tone(thing.state), state_words(thing))


@register.inclusion_tag("portal/parts/linked_bars.html")
def linked_bars(lines: list[Line], label: str) -> dict[str, Any]:
    """Bars whose figures open the list behind."""
    drawn = charts.bars([(line.label, line.value) for line in lines])
    return {"rows": list(zip(lines, drawn, strict=True)), "label": label}


@register.simple_tag
def figure(value: Value) -> str:
    """Write a figure in its unit."""
    return figure_rows.said(value)


@register.inclusion_tag("ui/components/tiles.html")
def figure_tiles(overview: Overview) -> dict[str, Any]:
    """The reader's figures, each a link to the rows it is made of; the applications sent come first."""
    values, items = overview.values, []
    if overview.calls:
        items.append({"value": number(overview.sent), "label": _("applications sent"),
                      "url": find("applications:desk_list", query={"view": "all"})})  # fmt: skip
    for key, value in values.items():
        if key != "places":  # it stands under the start-ups present
            items.append({
                "value": figure_rows.said(value), "label": value.definition.label,
                "tone": value.definition.tone if value.total else "",
                "note": _("of %(places)s places") % {"places": number(values["places"].total)}
                if key == "present" else "",
                "url": find("portal:desk_figure", key),
            })  # fmt: skip
    return {"items": items}


@register.inclusion_tag("ui/components/stacked_chart.html")
def money_chart(overview: Overview) -> dict[str, Any]:
    """Each budget line as paid, committed and free, side by side."""
    names = [_("Paid out"), _("Committed, to be paid"), _("Free")]
    rows = [
        (line["title"], [line["paid"], line["committed"] - line["paid"], line["amount"] - line["committed"]])
        for line in overview.budget
    ]
    return stacked(rows, names, _("Committed and paid, in francs"), number)


@register.inclusion_tag("ui/components/map_chart.html")
def line_map(lines: list[Line], label: str, by: str = "zone") -> dict[str, Any]:
    """Lines of places on the map of zones or of prefectures; a place that is not known stands in the table."""
    areas = [maps.Area(line.key, line.label, line.value, line.url) for line in lines]
    if by == "zone":
        return zones_drawn(areas, label, number)
    return {"map": maps.prefectures(areas), "areas": areas, "label": label, "by_zone": False}


@register.inclusion_tag("ui/components/map_chart.html")
def figure_map(parts: Parts, label: str) -> dict[str, Any]:
    """A figure by zone on the map, in its unit."""
    return zones_drawn(parts.areas, label, lambda part: figure_rows.written(part, parts.definition))


@register.inclusion_tag("ui/components/line_chart.html")
def figure_line(parts: Parts, label: str) -> dict[str, Any]:
    """A figure quarter by quarter, in its unit."""
    chart = line(parts.quarters, write=lambda part: figure_rows.written(part, parts.definition))
    return {"chart": chart, "label": label}


@register.inclusion_tag("ui/components/tiles.html")
def award_tiles(award: Any) -> dict[str, Any]:
    """What was granted, requested and paid of an award."""
    return {
        "items": [
            {"value": money(award.ceiling_amount, award.currency), "label": _("granted")},
            {"value": money(award.requested_amount, award.currency), "label": _("requested")},
            {"value": money(award.paid_amount, award.currency), "label": _("paid")},
        ]
    }  # fmt: skip


@register.inclusion_tag("ui/components/facts.html")
def startup_facts(startup: Startup, public: bool = False) -> dict[str, Any]:
    """What is known of a start-up; the public reads the first four."""
    commune = startup.commune
    place = f"{commune} ({commune.prefecture.zone.name})" if commune else ""
    rows = [
        (_("Sector"), startup.sector.name if startup.sector else ""),
        (_("Commune"), place),
        (_("Stage"), startup.get_stage_display() if startup.stage else ""),
    ]
    if not public:
        rows += [
            (_("Legal form"), startup.get_legal_form_display() if startup.legal_form else ""),
            (_("RCCM"), startup.rccm),
            (_("NIF"), startup.nif),
            (_("Registered on"), short_day(startup.registered_on) if startup.registered_on else ""),
            (_("Website"), startup.website),
        ]
    return {"rows": [row for row in rows if row[1]], "compact": not public}


def registration_rows(startup: Startup, verified: Registration | None) -> list[tuple[str, str, str]]:
    """Return each legal fact in words: what the team declares, and what was verified."""

    def words(thing: Startup | Registration | None) -> list[str]:
        if thing is None:
            return ["", "", "", ""]
        form = thing.get_legal_form_display() if thing.legal_form else ""
        return [form, thing.rccm, thing.nif, short_day(thing.registered_on) if thing.registered_on else ""]

    names = (_("Legal form"), _("RCCM"), _("NIF"), _("Registered on"))
    return list(zip(names, words(startup), words(verified), strict=True))


@register.simple_tag
def verified_registration(startup: Startup) -> Registration | None:
    """Return what two people of the centre verified last of a company."""
    return startup.registrations.confirmed().select_related("proposed_by", "decided_by").first()
