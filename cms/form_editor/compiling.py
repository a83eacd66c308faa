"""The form editor of a call: what it would publish, what is wrong with it, and publishing."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cms.form_editor.streams import Raw, compile_stream, condition_block, condition_of, stream_of
from cms.models import CallForm
from incubator.core.holding import hold
from incubator.forms import condition_reading
from incubator.forms.definition import DISPLAYS, fingerprint
from incubator.forms.problems import Problem
from incubator.people.models import Actor
from incubator.programmes import facts, forming
from incubator.programmes.models import Call, FormVersion

__all__ = ["compile_stream", "condition_block", "condition_of", "fingerprint", "stream_of"]


def documents_of(call: Call) -> list[Raw]:
    """Return the call's documents as the definition holds them."""
    return [document.as_definition() for document in call.documents.all()]


def compiled(form: CallForm) -> Raw:
    """Return the definition of an editor's form as it stands."""
    definition = compile_stream(form.steps.get_prep_value(), documents_of(form.call))
    return condition_reading.in_steps(definition, facts.places())


@transaction.atomic
def form_of(call: Call) -> CallForm:
    """Return the editor's form of a call, made from its published form where there is none yet.

    An editor's form nobody changed since follows the published one (a file loaded again, an earlier version).
    """
    hold(call)
    form = CallForm.objects.filter(call=call).first()
    version = call.form_version
    if form is None:
        form = CallForm(call=call, steps=json.dumps(stream_of(version.definition) if version else []))
    elif version is None or form.version_sha256 == version.sha256 or _is_changed(form):
        return form
    else:
        form.steps = json.dumps(stream_of(version.definition))
    form.version_sha256 = version.sha256 if version else ""
    form.save()
    form.refresh_from_db()
    return form


def _is_changed(form: CallForm) -> bool:
    return fingerprint(compiled(form)) != form.version_sha256


@dataclass(frozen=True)
class Fault:
    """What keeps a form from being published: a sentence, and the numbers (from 0) of its step and question."""

    sentence: str
    step: int | None = None
    question: int | None = None


def faults(form: CallForm) -> list[Fault]:
    """Return everything that keeps the form from being published, each with the question it speaks of."""
    definition = compiled(form)
    try:
        forming.require_sound(form.call, definition)
    except forming.BadForm as bad:
        return [_placed(problem, definition) for problem in bad.problems]
    return []


def publish(form: CallForm, *, by: Actor, at: datetime) -> FormVersion:
    """Make the editor's form the form of its call.

    Raises forming.BadForm and the refusals of `publish_form`.
    """
    version = forming.publish_form(form.call, compiled(form), by=by, at=at)
    form.version_sha256 = version.sha256
    form.save(update_fields=["version_sha256"])
    return version


def _placed(problem: Problem, definition: Raw) -> Fault:
    found = re.match(r"steps\[(\d+)\](?:\.fields\[(\d+)\])?", problem.path)
    if not found:
        return Fault(problem.message)
    step = int(found[1])
    if found[2] is None:
        sentence = _("Step %(step)s: %(message)s") % {"step": step + 1, "message": problem.message}
        return Fault(sentence, step)
    number = int(found[2])
    field = definition["steps"][step]["fields"][number]
    name = field["label"].get("fr") if field["type"] in DISPLAYS else field.get("key")
    words = {"step": step + 1, "key": name or number + 1, "message": problem.message}
    return Fault(_('Step %(step)s, question "%(key)s": %(message)s') % words, step, number)
