"""What the pages of a file have in common: fetching it, its steps, its state and its history in words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.applications import policies
from incubator.applications.filling import drafting
from incubator.applications.filling.answer_set import Contents
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.public_state import PublicState, describe
from incubator.applications.models import Answer, Application, Decision
from incubator.applications.states import AnswerSource, State, TeamRole
from incubator.core.bilingual import current_language, pick_pair
from incubator.forms.carry import FormChange
from incubator.forms.columns import mapped
from incubator.forms.completeness import APPLICATION, DOCUMENTS, Missing, steps_shown
from incubator.forms.definition import Definition
from incubator.forms.rendering import BoundField
from incubator.programmes.facts import centre_of
from incubator.ui import typography
from incubator.workflow import deciding
from incubator.workflow.models import Event

REVIEW = "review"
NAMED = 6


def fetch(request: HttpRequest, ref: str) -> Application:
    """Return one of the person's own files (404 for anybody else's), on the present version of its form."""
    application = get_object_or_404(Application.objects.team_page_of(request.user), public_id=ref)
    request.reference = application.reference or application.public_id
    request.centre = centre_of(application.call)
    if moved := drafting.bring_up_to_date(application, at=request.received_at):
        messages.warning(request, form_changed(moved))
    return application


def form_changed(moved: FormChange) -> str:
    """Return what the new version of a form changes for somebody who has begun."""
    said = [_("The form of this call has changed: your answers are kept.")]
    for sentence, labels in (
        (_("New: %(labels)s."), moved.added),
        (_("To read again: %(labels)s."), moved.again),
        (_("No longer asked: %(labels)s."), moved.gone),
    ):
        if labels:
            quoted = [_('"%(label)s"') % {"label": pick_pair(label).plain} for label in labels[:NAMED]]
            more = [_("and others")] if len(labels) > NAMED else []
            said.append(sentence % {"labels": ", ".join([*quoted, *more])})
    return typography.nbsp(" ".join(said))


def may(request: HttpRequest, name: str, application: Application) -> bool:
    """Tell whether the policy of that name lets the person act now."""
    return bool(deciding.decide(name, request.user, application, request.received_at))


def is_writable(request: HttpRequest, application: Application) -> bool:
    """Tell whether the person may write in the file now."""
    return may(request, "application.save", application)


def step_address(application: Application, key: str) -> str:
    """Return the address of a step of the form, of the documents, or of the last step."""
    if key == DOCUMENTS:
        return reverse("applications:documents", kwargs={"ref": application.ref})
    if key == REVIEW:
        return reverse("applications:review", kwargs={"ref": application.ref})
    return reverse("applications:step", kwargs={"ref": application.ref, "step": key})


def file_address(application: Application) -> str:
    """Return the address of the file itself."""
    return reverse("applications:file", kwargs={"ref": application.ref})


def keys_of(definition: Definition) -> list[str]:
    """Return the steps in order: those of the form, the documents where some are asked for, reading again."""
    documents = [DOCUMENTS] if definition.documents_for(APPLICATION) else []
    return [*(step.key for step in definition.steps), *documents, REVIEW]


def keys_shown(contents: Contents) -> list[str]:
    """Return the same without the steps whose condition is not met."""
    kept = {
        step.key
        for step in steps_shown(contents.definition, contents.answers, contents.facts, contents.closing_on)
    }
    hidden = {step.key for step in contents.definition.steps} - kept
    return [key for key in keys_of(contents.definition) if key not in hidden]


def steps(contents: Contents, missing: list[Missing]) -> list[dict[str, str]]:
    """Return the steps for the stepper, with what is missing in each."""
    counts: dict[str, int] = {}
    for item in missing:
        counts[item.step] = counts.get(item.step, 0) + 1
    language = current_language()
    titles = {step.key: pick_pair(step.title, language) for step in contents.definition.steps}
    titles |= {DOCUMENTS: _("Documents"), REVIEW: _("Read again and send")}
    return [_step(contents, key, titles[key], counts.get(key, 0)) for key in keys_shown(contents)]


def _step(contents: Contents, key: str, title: str, count: int) -> dict[str, str]:
    line = {"label": title, "url": step_address(contents.application, key), "missing": "", "state": "todo"}
    if key == REVIEW:
        return line
    if not count:
        return line | {"state": "done"}
    told = ngettext("%(count)s thing to complete", "%(count)s things to complete", count) % {"count": count}
    return line | {"state": "missing" if _begun(contents, key) else "todo", "missing": told}


def _begun(contents: Contents, key: str) -> bool:
    if key == DOCUMENTS:
        return bool(contents.files)
    return any(contents.answers.get(field.key) is not None for field in contents.definition.step(key).fields)


def published_decisions(application: Application) -> dict[str, Decision]:
    """Return the decisions that the team may read, by kind; none is looked for before the sending."""
    if application.submitted_at is None:
        return {}
    return {decision.kind: decision for decision in application.decisions.published()}


def state_of(
    application: Application, request: HttpRequest, published: dict[str, Decision] | None = None
) -> PublicState:
    """Return where the file stands, in the founder's words."""
    decisions = published_decisions(application) if published is None else published
    return describe(
        application.state,
        application.call,
        at=request.received_at,
        calendar=application.call.calendar.all() if application.state != State.DRAFT else (),
        published=decisions,
        correction=policies.open_correction(application),
        late_until=application.late_until,
        part=application.part,
    )


def history(application: Application, published: dict[str, Decision]) -> list[dict[str, Any]]:
    """Return what was done to the file, as the team may read it: the office's own steps are not told."""
    words = {
        "application.start": _("File opened"),
        "application.submit": _("File sent"),
        "application.return_for_correction": _("Returned by the centre, to complete"),
        "application.resubmit": _("Corrections sent"),
        "application.withdraw": _("File withdrawn"),
        "application.accept": _("Place accepted"),
        "application.refuse": _("Offer declined"),
        "application.join": _("Joined the team"),
        "application.leave": _("Left the team"),
        "application.remove_member": _("Somebody taken out of the team"),
        "application.take_lead": _("Took the lead of the file"),
    }
    office = ("application.return_for_correction",)
    events = Event.objects.of(application).filter(verb__in=words)
    lines = [
        {
            "at": event.at,
            "what": words[event.verb],
            "who": _("the centre") if event.verb in office else event.actor,
        }
        for event in events
    ]
    lines += [
        {"at": decision.published_at, "what": _("Decision published"), "who": _("the centre")}
        for decision in published.values()
    ]
    return sorted(lines, key=lambda line: line["at"])


def with_sources(bound: list[BoundField], contents: Contents) -> list[BoundField]:
    """Say beside each prefilled field where its answer is from."""
    for field in bound:
        row = contents.rows.get(field.key)
        told = row is not None and row.version and row.source
        field.source = str(AnswerSource(row.source).label) if told else ""
    return bound


def name_of(contents: Contents) -> str:
    """Return the name the file goes by: the one its answers give, before the start-up itself has it."""
    application = contents.application
    if application.submitted_at is not None:
        return application.startup_name or application.startup.name
    given = mapped(contents.definition, contents.answers).get("startup_name")
    return given or application.startup.name


def names_of(applications: list[Application]) -> dict[int, str]:
    """Return the names of several files by key: the columns of those sent, the answers of the drafts."""
    names = {each.pk: each.startup_name or each.startup.name for each in applications}
    drafts = {each.pk: _name_key(each) for each in applications if each.submitted_at is None}
    rows = Answer.objects.filter(application__in=drafts, key__in=set(drafts.values()))
    for row in rows:
        if drafts[row.application_id] == row.key and isinstance(row.value, str):
            names[row.application_id] = row.value
    return names


def _name_key(application: Application) -> str:
    fields = definition_of(application.form_version).fields()
    return next((field.key for field in fields if field.maps_to == "startup_name"), "")


def keeps_nothing(request: HttpRequest, application: Application) -> bool:
    """Tell whether what is typed must leave no trace in this browser: others use it, or the file is somebody else's."""
    return getattr(request, "shared_device", False) or application.part == TeamRole.AGENT


def is_lead(application: Application) -> bool:
    """Tell whether the person the file was fetched for is its lead."""
    return application.part == TeamRole.LEAD
