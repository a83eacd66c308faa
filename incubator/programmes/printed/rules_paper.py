"""What the rules and the one page of a call say, as data for their templates."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from incubator.core.bilingual import pick
from incubator.documents.typesetting import letterhead
from incubator.programmes import deciding_words
from incubator.programmes.deadline import cancelled_sentence, grace_sentence
from incubator.programmes.models import Call
from incubator.programmes.states import CallState, DocumentMoment, RuleKind
from incubator.ui import typography

Rows = list[list[str]]


def rules(call: Call, language: str) -> dict[str, Any]:
    """Return the rules: everything that the page of the call says, in its order."""
    return {
        **_head(call, _("Rules of the call")),
        "facts": _facts(call),
        "sections": [*_sections(call, language), *_own_sections(call)],
        "grid": _grid(call),
        "grid_title": _("Scoring grid"),
        "grid_heads": [_("Criterion"), _("Weight")],
        "grid_notes": deciding_words.sentences(call, call.criteria.all()),
        "calendar": _calendar(call),
        "calendar_title": _("Calendar"),
        "documents": _documents(call, DocumentMoment.APPLICATION),
        "documents_title": _("Documents to prepare"),
        "later": _documents(call, DocumentMoment.AGREEMENT),
        "later_title": _("Later, with the agreement"),
        "tranches": _tranches(call),
        "tranches_title": _("How the grant is paid"),
        "contact": _contact(call),
        "contact_title": _("Contact"),
    }


def summary(call: Call, language: str) -> dict[str, Any]:
    """Return the one page: for whom, until when, what it gives, which papers, how to apply."""
    return {
        **_head(call, _("The call on one page")),
        "facts": _facts(call),
        "blocks": [
            [_("Who can apply"), [str(rule.text.plain) for rule in _eligibility(call)]],
            [_("Documents to prepare"), [line[0] for line in _documents(call, DocumentMoment.APPLICATION)]],
            [_("Scoring grid"), [f"{title} – {weight}" for title, weight, _guide in _grid(call)]],
            [_("Calendar"), [f"{when} – {what}" for when, what in _calendar(call)]],
        ],
        "how_title": _("How to apply"),
        "how": [
            _("On a telephone or a computer: %(address)s") % {"address": _address(call)},
            _("About two hours, in several goes: your draft is kept."),
            _("Without a connection, a town hall that takes part enters the paper form with you."),
        ],
        "contact": _contact(call),
        "contact_title": _("Contact"),
    }


def _head(call: Call, eyebrow: str) -> dict[str, Any]:
    return {
        "title": call.title.plain,
        "eyebrow": f"{eyebrow} · {call.reference}",
        "lead": call.summary.plain,
        "reference": call.reference,
        "centre": letterhead(call.programme.centre),
    }


def _address(call: Call) -> str:
    return f"{settings.BASE_URL.removeprefix('https://').rstrip('/')}/c/{call.reference}/"


def _facts(call: Call) -> Rows:
    rows = []
    if told := cancelled_sentence(call):
        return [[_("State"), told], [_("Address"), _address(call)]]
    for span in call.spans():
        if span.closes_at is None:
            rows.append([_("Opens"), typography.moment(span.opens_at)])
        else:
            rows.append([_("Opens"), typography.moment(span.opens_at)])
            rows.append([_("Closes"), typography.moment(span.closes_at)])
    if grace := grace_sentence(call):
        rows.append([_("Grace"), grace])
    rows.append([_("Places"), str(call.places)])
    if call.award_amount:
        amount = typography.money(call.award_amount, call.currency)
        rows.append([_("Grant"), _("up to %(amount)s") % {"amount": amount}])
    if not call.fees.get("application_fee_xof"):
        rows.append([_("Cost"), _("free of charge")])
    rows.append([_("Address"), _address(call)])
    return rows


def _sections(call: Call, language: str) -> list[dict[str, Any]]:
    """The public text of the call; what is not translated stands in French."""
    found = []
    for row in call.sections:
        has_own = any(row.get(f"{part}_{language}") for part in ("body", "items")) or row.get("see")
        used = language if has_own else "fr"
        items = list(row.get(f"items_{used}") or [])
        if row.get("see") == "eligibility":
            items = [rule.text.plain for rule in _eligibility(call)] + items
        body = str(row.get(f"body_{used}") or "")
        found.append(
            {
                "heading": row.get(f"heading_{language}") or row.get("heading_fr", ""),
                "paragraphs": [line for line in body.splitlines() if line.strip()],
                "items": items,
            }
        )
    return found


def _own_sections(call: Call) -> list[dict[str, Any]]:
    """Who can apply, when no section of the text says it; then the targets of the whole selection."""
    found = []
    if not any(row.get("see") == "eligibility" for row in call.sections):
        items = [rule.text.plain for rule in _eligibility(call)]
        found.append({"heading": _("Who can apply"), "paragraphs": [], "items": items})
    targets = [rule.text.plain for rule in call.eligibility_rules.all() if rule.kind == RuleKind.TARGET]
    if targets:
        found.append({"heading": _("What the whole selection aims at"), "paragraphs": [], "items": targets})
    return [section for section in found if section["items"]]


def _eligibility(call: Call) -> list[Any]:
    return [rule for rule in call.eligibility_rules.all() if rule.kind != RuleKind.TARGET]


def _grid(call: Call) -> Rows:
    return [[c.title.plain, typography.percent(c.weight), c.guidance.plain] for c in call.criteria.all()]


def _calendar(call: Call) -> Rows:
    """The dates to come; none of a cancelled call."""
    rows: Rows = []
    if call.state == CallState.CANCELLED:
        return rows
    for entry in call.calendar.all():
        show = typography.day if entry.whole_day else typography.moment
        when = show(entry.starts_at)
        if entry.ends_at:
            when = _("%(start)s to %(end)s") % {"start": when, "end": show(entry.ends_at)}
        rows.append([when, entry.title.plain])
    return rows


def _documents(call: Call, moment: str) -> Rows:
    rows = []
    for document in call.documents.all():
        if document.moment == moment:
            needed = (
                _("required") if document.required
                else _("according to your answers") if document.required_when
                else _("optional")
            )  # fmt: skip
            formats = ", ".join(document.formats).upper()
            size = _("at most %(size)s MB") % {"size": document.max_mb}
            rows.append([document.title.plain, " · ".join(filter(None, [needed, formats, size]))])
    return rows


def _tranches(call: Call) -> Rows:
    return [
        [f"{typography.money(t.amount, call.currency)} ({typography.percent(t.percent)})", t.title.plain]
        for t in call.tranche_plan.all()
    ]


def _contact(call: Call) -> list[str]:
    held = call.contact
    lines = [held.get("email"), held.get("phone"), held.get("address")]
    lines.append(pick(held.get("hours_fr") or "", held.get("hours_en") or "").plain)
    lines.append(pick(call.fees.get("note_fr") or "", call.fees.get("note_en") or "").plain)
    return [line for line in lines if line]
