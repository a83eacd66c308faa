"""The letters of the office to a team: what to correct, and each decision with its reasons."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from incubator.applications.models import Application, Correction, Decision
from incubator.applications.states import DecisionResult, TeamRole
from incubator.applications.submission import telling
from incubator.core.bilingual import pick, pick_pair
from incubator.notifications import outbox
from incubator.notifications.models import Message
from incubator.notifications.rendering import Rendered, render
from incubator.people.models import Actor, User
from incubator.territory.models import Centre

APPEAL_DAYS = 10
ANSWER_DAYS = 10
RETURNED, MERGED = "applications/returned_for_correction", "applications/merged"
LETTERS = {
    DecisionResult.INELIGIBLE: "applications/ineligible",
    DecisionResult.SHORTLISTED: "applications/shortlisted",
    DecisionResult.OFFER: "applications/offer",
    DecisionResult.WAITING_LIST: "applications/waiting_list",
    DecisionResult.DECLINE: "applications/declined",
}


def lead_of(application: Application) -> User:
    """Return the person who answers for the file."""
    return application.team.select_related("person").get(role=TeamRole.LEAD).person


def returned(correction: Correction, *, by: Actor, at: datetime) -> list[Message]:
    """Tell the lead what to correct, and until when."""
    application = correction.application
    lead = lead_of(application)
    context = returned_context(correction, lead.language)
    posted = outbox.post(RETURNED, to=lead, at=at, about=application, context=context, by=by)
    telling.tell_the_others(application, RETURNED, context, lead=lead, asks=telling.COMPLETE, by=by, at=at)
    return posted


def returned_context(correction: Correction, language: str) -> dict[str, Any]:
    """Return the words of the letter that returns a file, in a language (the correction may be unsaved)."""
    application = correction.application
    form = application.form_version.form
    labels = {field.key: field.label for field in form.fields()} | {d.slug: d.label for d in form.documents}
    labels |= {f"section {step.key}": step.title for step in form.steps}
    # A section that was marked as a whole is one line of the letter, whatever it holds.
    asked = {
        f"section {i['section']}" if i.get("section") else i["key"]: i["reason"] for i in correction.items
    }
    items = [(pick_pair(labels[key], language).plain, reason) for key, reason in asked.items()]
    return about(application) | {"items": items, "due_at": correction.due_at, "note": correction.note}


def about_correction(letter: str, correction: Correction, *, by: Actor, at: datetime) -> list[Message]:
    """Write to the lead about the date of a correction: it comes, it has passed, it was moved."""
    application = correction.application
    lead = lead_of(application)
    context = returned_context(correction, lead.language)
    posted = outbox.post(f"applications/{letter}", to=lead, at=at, about=application, context=context, by=by)
    telling.tell_the_others(
        application, f"applications/{letter}", context, lead=lead, asks=telling.COMPLETE, by=by, at=at
    )
    return posted


def merged(application: Application, *, by: Actor, at: datetime) -> list[Message]:
    """Tell the lead that the file is closed because another file of the same project goes on."""
    context, lead = about(application), lead_of(application)
    posted = outbox.post(MERGED, to=lead, at=at, about=application, context=context, by=by)
    telling.tell_the_others(application, MERGED, context, lead=lead, by=by, at=at)
    return posted


def decided(decision: Decision, *, by: Actor, at: datetime, batch: str = "") -> list[Message]:
    """Write the letter of a decision that is being published; an eligible file has none of its own."""
    letter = LETTERS.get(decision.result)
    if letter is None:
        return []
    lead = lead_of(decision.application)
    context = context_of(decision, language=lead.language, at=at)
    posted = outbox.post(
        letter, to=lead, at=at, about=decision.application, context=context, by=by, leaves_at=at, batch=batch
    )
    asks = telling.ANSWER if decision.result == DecisionResult.OFFER else telling.NOTHING
    telling.tell_the_others(
        decision.application, letter, context, lead=lead, asks=asks, by=by, at=at, leaves_at=at, batch=batch
    )
    return posted


def context_of(decision: Decision, *, language: str, at: datetime) -> dict[str, Any]:
    """Return the words of a decision's letter in a language."""
    reasons = pick(decision.reasons_fr, decision.reasons_en, language).plain
    return about(decision.application) | {
        "reasons": [line.strip() for line in reasons.splitlines() if line.strip()],
        "rank": decision.rank,
        "answer_by": decision.answer_by,
        "appeal_until": at + timedelta(days=APPEAL_DAYS),
    }


def about(application: Application) -> dict[str, Any]:
    """Return what every letter about a file says: its name, its call, the places, its address."""
    call = application.call
    return {
        "application": application,
        "call": call,
        "name": application.startup_name or application.startup.name,
        "places": call.places,
        "sent": call.applications.sent().count(),
        "contact": call.contact.get("email") or "",
        "path": f"/portal/applications/{application.public_id}/",
    }


def preview(decision: Decision, *, at: datetime) -> Rendered:
    """Return the letter of a decision as its reader will see it, in the reader's language. Nothing is sent."""
    lead = lead_of(decision.application)
    context = context_of(decision, language=lead.language, at=at)
    context["answer_by"] = context["answer_by"] or at + timedelta(days=ANSWER_DAYS)
    return as_read(LETTERS[decision.result], context, to=lead, about=decision.application)


def as_read(letter: str, context: dict[str, Any], *, to: User, about: Application) -> Rendered:
    """Return any letter about a file as its reader will see it. Nothing is sent."""
    centre = Centre.objects.order_by("id").first()
    whole = context | {"person": to, "base_url": settings.BASE_URL, "centre": centre, "about": about}
    return render(letter, whole, language=to.language, secret=False)
