"""Opening a draft: the start-up, its team and its first answers. Writing in it is `saving` and
`documents`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incubator.applications.filling import answers as answering
from incubator.applications.filling.copying import copied_answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.filling.documents import attach, detach
from incubator.applications.filling.prefill import Known, known_answers, named
from incubator.applications.filling.saving import Conflict, Saved, save_answers
from incubator.applications.models import Answer, Application, ApplicationMember
from incubator.applications.states import AnswerSource, State, TeamRole
from incubator.core.holding import hold
from incubator.forms.carry import FormChange, carry, change
from incubator.forms.columns import value_of
from incubator.forms.definition import Definition
from incubator.forms.types import parse, stored
from incubator.people.models import SYSTEM, User
from incubator.programmes.models import Call, FormVersion
from incubator.startups import founding
from incubator.startups import policies as startup_policies
from incubator.startups.models import Startup
from incubator.startups.states import MemberRole
from incubator.ui import typography
from incubator.workflow import audit, deciding
from incubator.workflow.acting import acting, an_act
from incubator.workflow.refusals import NotAllowed, Refused

__all__ = ["Conflict", "Saved", "attach", "bring_up_to_date", "detach", "save_answers", "start"]


class AlreadyApplied(Refused):
    """The start-up has a file in this call, kept by other people."""

    code = "already_applied"


@an_act
def start(
    call: Call,
    *,
    by: User,
    at: datetime,
    startup: Startup | None = None,
    answers: Mapping[str, Any] | None = None,
    name: str = "",
    source: Application | None = None,
) -> Application:
    """Open a draft of `by` in the call and return it; one that is already there for the same start-up comes
    back.

    Without `startup` the person's draft of a new project is returned or opened: its start-up is founded,
    hidden, under `name` until the answers name it (another name is another project). `answers` are raw ones,
    such as those of the eligibility check. What is known of the person and the start-up is filled in, over it
    what an earlier file of theirs says (`source`; its start-up applies where they may apply for it). Audited as
    `application.start`. Raises NotAllowed and AlreadyApplied.
    """
    deciding.require("application.start", by, call, at)
    if call.form_version_id is None:
        raise NotAllowed(_("The form of this call is not ready yet."))
    if startup is not None and not startup_policies.is_member(by, startup, *startup_policies.WRITERS):
        raise NotAllowed(_("Only the founders of a start-up apply in its name."))
    earlier = _first_stage(call, by)
    if earlier is not None:
        source, startup, name = earlier, earlier.startup, ""
    startup = startup or _startup_of(source, call, name, by)
    try:
        with acting(by):
            # Four presses at once: the first one opens a draft, the others wait here and find it.
            hold(by)
            standing = _standing(call, by, startup, name)
            if standing is None:
                return _open(call, startup, answers or {}, name, source, by=by, at=at)
    except IntegrityError:
        # Two people of one start-up at once: the constraint let one through, and the other finds it.
        standing = _standing(call, by, startup, name)
        if standing is None:
            raise
    if standing.state == State.DRAFT:
        _complete(standing, answers or {}, source, by=by, at=at)
    return standing


def _first_stage(call: Call, by: User) -> Application | None:
    """Return the preselected file that this call invites the person to go on with (the second of two stages)."""
    if call.earlier_id is None:
        return None
    held = call.invitations.held_by(by).exclude(earlier=None).select_related("earlier__startup").first()
    return held.earlier if held else None


def _startup_of(source: Application | None, call: Call, name: str, by: User) -> Startup | None:
    """Return the start-up of the file copied, where the person may apply for it and it has no file here yet."""
    if source is None or name:
        return None
    found = source.startup
    if not startup_policies.is_member(by, found, *startup_policies.WRITERS):
        return None
    here = Application.objects.filter(call=call, startup=found).exclude(state=State.WITHDRAWN)
    return None if here.exists() and not here.of(by).exists() else found


def _complete(
    standing: Application, raw: Mapping[str, Any], source: Application | None, *, by: User, at: datetime
) -> None:
    """Answer what a draft that stands already has left open: never over what somebody wrote."""
    if raw:
        save_answers(standing, _new_only(standing, raw), by=by, at=at, source=AnswerSource.CHECK)
    if source is None:
        return
    definition = definition_of(standing.form_version)
    copied = {key: value for key, (value, _source) in copied_answers(source, definition).items()}
    given = _new_only(standing, copied)
    if given:
        save_answers(standing, given, by=by, at=at, source=AnswerSource.COPY)


def _standing(call: Call, by: User, startup: Startup | None, name: str) -> Application | None:
    files = Application.objects.filter(call=call).exclude(state=State.WITHDRAWN)
    mine = files.for_the_team(by)
    if startup is not None:
        found = mine.filter(startup=startup).first()
        if found is None and files.filter(startup=startup).exists():
            raise AlreadyApplied(
                _("%(startup)s already has a file in this call. Ask its lead to bring you in.")
                % {"startup": startup}
            )
        return found
    drafts = mine.filter(state=State.DRAFT)
    return (drafts.filter(startup__name=name) if name else drafts).order_by("created_at", "pk").first()


def _open(
    call: Call,
    startup: Startup | None,
    raw: Mapping[str, Any],
    name: str,
    source: Application | None,
    *,
    by: User,
    at: datetime,
) -> Application:
    version = FormVersion.objects.get(pk=call.form_version_id)
    definition = definition_of(version)
    given: Known = {
        key: (stored(parse(definition.fields_by_key[key], value)), AnswerSource.CHECK)
        for key, value in raw.items()
        if key in definition.fields_by_key and definition.fields_by_key[key].type != "file"
    }
    copied = copied_answers(source, definition) if source else {}
    if source is not None and source.call_id == call.earlier_id:
        copied = {key: (value, AnswerSource.EARLIER) for key, (value, _source) in copied.items()}
    known = known_answers(call, definition, by, startup) | copied | given
    known |= named(definition, name) if startup is None else {}
    startup = startup or founding.found(name or _name_in(definition, known, by), lead=by, by=by, at=at)
    application = Application.objects.create(
        call=call, startup=startup, form_version=version, created_at=at, changed_at=at,
        earlier=source if source is not None and source.call_id == call.earlier_id else None,
    )  # fmt: skip
    ApplicationMember.objects.create(application=application, person=by, role=TeamRole.LEAD)
    _share_with_the_leads(application, by)
    write_first_rows(application, known, by=by, at=at)
    more = {"copied_from": audit.reference(source)} if source else {}
    audit.record("application.start", application, by=by, at=at, call=call.reference, **more)
    return application


def _share_with_the_leads(application: Application, by: User) -> None:
    """The other leads of the start-up write in its file too."""
    leads = application.startup.memberships.filter(role=MemberRole.LEAD, until_on=None).exclude(person=by)
    ApplicationMember.objects.bulk_create(
        ApplicationMember(application=application, person_id=pk, role=TeamRole.EDITOR)
        for pk in leads.values_list("person", flat=True)
    )


def _name_in(definition: Definition, known: Known, by: User) -> str:
    """Return the name the answers give, or one that stands for it until then."""
    for field in definition.fields():
        if field.maps_to == "startup_name" and field.key in known:
            found = value_of(field, {field.key: known[field.key][0]})
            if found:
                return found
    return (
        _("Project %(of_person)s") % {"of_person": typography.of(by.full_name)}
        if by.full_name
        else _("New project")
    )


def write_first_rows(application: Application, known: Known, *, by: User, at: datetime) -> None:
    """Write a row for each question of the form, filled where the answer is known."""
    definition = definition_of(application.form_version)
    Answer.objects.bulk_create(_rows(application, definition, known, by=by, at=at))


def _rows(
    application: Application, definition: Definition, known: Known, *, by: User, at: datetime
) -> list[Answer]:
    rows = []
    for field in definition.fields():
        value, source = known.get(field.key, (None, ""))
        row = Answer(application=application, key=field.key, version=0, saved_at=at)
        if field.key in known:
            answering.pack(row, field, value)
            row.version, row.saved_by, row.source = 1, by, source
        rows.append(row)
    return rows


def _new_only(application: Application, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the raw answers to questions that the draft has not answered yet."""
    answered = answering.read(application)
    return {key: value for key, value in raw.items() if key not in answered}


def bring_up_to_date(application: Application, *, at: datetime) -> FormChange | None:
    """Move a draft to the present version of its call's form; return what changed, None when nothing moved.

    Answers are kept by key; what the new form no longer asks stays in its row, unread.
    """
    version_id = application.call.form_version_id
    if application.state != State.DRAFT or version_id in (None, application.form_version_id):
        return None
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if locked.state != State.DRAFT or locked.form_version_id == version_id:
            return None
        old, version = definition_of(application.form_version), FormVersion.objects.get(pk=version_id)
        new, rows = definition_of(version), {row.key: row for row in locked.answers.all()}
        carried = carry(old, new, answering.values(rows.values()))
        _carry_rows(locked, new, rows, carried.answers, at)
        locked.form_version = version
        locked.save(update_fields=["form_version"])
        audit.record("application.carry", locked, by=SYSTEM, at=at, version=version.number)
    application.form_version = version
    return change(old, new, carried)


def _carry_rows(
    application: Application, new: Definition, rows: dict[str, Answer], carried: dict[str, Any], at: datetime
) -> None:
    changed = []
    for key, value in carried.items():
        row, field = rows[key], new.fields_by_key[key]
        sealed = field.data_class == answering.SENSITIVE
        if answering.unpack(row) != value or bool(row.value_sealed) != (sealed and value is not None):
            answering.pack(row, field, value)
            row.version += 1
            changed.append(row)
    Answer.objects.bulk_update(changed, ["value", "value_sealed", "version"])
    Answer.objects.bulk_create(
        Answer(application=application, key=key, version=0, saved_at=at)
        for key in new.fields_by_key
        if key not in rows
    )
