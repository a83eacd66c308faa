"""Publishes forms: each text of a form becomes a version that nothing changes afterwards."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from incubator.accounts import consenting
from incubator.forms.condition_values import form_value_problems
from incubator.forms.definition import Definition, fingerprint
from incubator.forms.eligibility import rule_problems
from incubator.forms.problems import Problem, problems
from incubator.people.models import Actor, person_or_none
from incubator.people.states import Role
from incubator.programmes import facts
from incubator.programmes.consent_words import consents_in, words_of
from incubator.programmes.models import Call, FormVersion
from incubator.programmes.rules import rules_of
from incubator.programmes.states import CallState
from incubator.startups.models import Sector
from incubator.workflow import audit
from incubator.workflow.acting import acting
from incubator.workflow.refusals import NotAllowed, Refused

MAY_CHANGE = (CallState.DRAFT, CallState.PROPOSED, CallState.APPROVED, CallState.PUBLISHED)


class BadForm(Refused):
    """The form cannot be published; `problems` lists everything that is wrong, each with its place."""

    code = "bad_form"

    def __init__(self, found: list[Problem]) -> None:
        self.problems = found
        data = {"problems": [{"path": problem.path, "message": problem.message} for problem in found]}
        super().__init__(
            _("The form cannot be published yet: some of its fields are to be completed."), data=data
        )


class FormFixed(Refused):
    """The call is over: its form no longer changes."""

    code = "form_fixed"
    default = _("The form of this call no longer changes: its results are published or it was cancelled.")


def publish_form(call: Call, definition: dict[str, Any], *, by: Actor, at: datetime) -> FormVersion:
    """Make `definition` the form of the call and return its version.

    The same definition gives back the version that holds it; another one becomes the next version. Earlier
    versions, and the files that stand on them, stay as they are. Audited.

    Raises BadForm, FormFixed or NotAllowed.
    """
    if not (by.is_system or by.has_role(Role.OFFICER, Role.EDITOR, Role.ADMIN, at=at)):
        raise NotAllowed(_("The form of a call is published by a programme officer or an editor."))
    with acting(by):
        locked = Call.objects.select_for_update().get(pk=call.pk)
        if locked.state not in MAY_CHANGE:
            raise FormFixed
        require_sound(locked, definition)
        version = _same(locked, definition) or _next(locked, definition, by=by, at=at)
        if locked.form_version_id != version.pk:
            locked.form_version = version
            locked.save(update_fields=["form_version"])
            _serve_the_grid(locked, version.form)
            audit.record(
                "call.publish_form", locked, by=by, at=at, version=version.number, sha256=version.sha256
            )
    call.form_version = version
    return version


def require_sound(call: Call, definition: dict[str, Any]) -> None:
    """Raise BadForm unless the definition can be published with the call's rules and criteria."""
    found = problems(definition)
    if not found:
        form = Definition.load(definition)
        places = facts.places()
        found = [
            *form_value_problems(form, places),
            *rule_problems(form, rules_of(call), places),
            *_criteria_problems(call, form),
        ]
    if found:
        raise BadForm(found)


def _criteria_problems(call: Call, form: Definition) -> list[Problem]:
    known = {*form.fields_by_key, *(document.slug for document in form.documents)}
    message = str(_('The criterion "%(slug)s" judges "%(key)s", which the form no longer asks.'))
    return [
        Problem(f"criteria.items[{index}].answers", message % {"slug": criterion.slug, "key": key})
        for index, criterion in enumerate(call.criteria.all())
        for key in criterion.answers
        if key not in known
    ] + _unknown_criteria(call, form)


def _unknown_criteria(call: Call, form: Definition) -> list[Problem]:
    known = {criterion.slug for criterion in call.criteria.all()}
    message = str(_('"%(key)s" serves the criterion "%(slug)s", which the grid does not have.'))
    return [
        Problem(f"steps[{i}].fields[{j}].criterion", message % {"key": item.key, "slug": item.criterion})
        for i, step in enumerate(form.steps)
        for j, item in enumerate(step.items)
        if getattr(item, "criterion", None) and item.criterion not in known
    ]


def _serve_the_grid(call: Call, form: Definition) -> None:
    """A question that names the criterion it serves is among the answers which that criterion judges."""
    for criterion in call.criteria.all():
        served = [field.key for field in form.fields() if field.criterion == criterion.slug]
        added = [key for key in served if key not in criterion.answers]
        if added:
            criterion.answers = [*criterion.answers, *added]
            criterion.save(update_fields=["answers"])


def _same(call: Call, definition: dict[str, Any]) -> FormVersion | None:
    return call.form_versions.filter(sha256=fingerprint(definition)).first()


def _next(call: Call, definition: dict[str, Any], *, by: Actor, at: datetime) -> FormVersion:
    last = call.form_versions.aggregate(last=Max("number"))["last"] or 0
    _know_sectors(definition)
    consenting.keep([words_of(field) for field in consents_in(Definition.load(definition))])
    return FormVersion.objects.create(
        call=call,
        number=last + 1,
        definition=definition,
        sha256=fingerprint(definition),
        published_at=at,
        published_by=person_or_none(by),
    )


def _know_sectors(definition: dict[str, Any]) -> None:
    """The answers of the field that fills the sector are sectors: make those that are new."""
    for step in definition["steps"]:
        for field in step["fields"]:
            if field.get("maps_to") == "sector":
                for place, choice in enumerate(field.get("choices") or []):
                    names = {"name_fr": choice["label"]["fr"], "name_en": choice["label"].get("en", "")}
                    Sector.objects.get_or_create(slug=choice["code"], defaults={**names, "position": place})
