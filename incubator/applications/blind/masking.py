"""What a blind jury reads of a file: documents and links one by one cleared, and names masked inside answers.

Nothing named is shown by default: a passage that names the team is masked until an officer says to leave it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.blind.pii_detection import Passage, names_in, spot
from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Clearance, Redaction, Revision
from incubator.core.bilingual import current_language, pick_pair
from incubator.files.models import StoredFile
from incubator.forms.definition import Definition
from incubator.forms.types import display
from incubator.people.models import User
from incubator.programmes.facts import facts_for
from incubator.workflow import audit, deciding, versions
from incubator.workflow.acting import acting
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import Read

PERSONAL = "personal"
LONGEST_NAME = 80


class NotInTheAnswer(Refused):
    """A passage to mask that the answer does not hold."""

    status = 422
    code = "not_in_the_answer"
    default = gettext_lazy("These words are not in that answer. Copy them exactly as they stand.")


@dataclass
class Mask:
    """Masks what names the team in the answers of one file, key by key."""

    names: frozenset[str]
    said: dict[tuple[str, str], bool] = field(default_factory=dict)

    def passages(self, key: str, text: str) -> list[tuple[Passage, bool]]:
        """Return what is named in an answer and whether it is masked; what an officer marked included."""
        marked = [words for (where, words), masked in self.said.items() if where == key and masked]
        found = spot(text, self.names | frozenset(marked))
        return [(each, self.said.get((key, each.text), True)) for each in found]

    def __call__(self, key: str, text: str) -> str:
        """Return the answer as a blind jury reads it."""
        pieces, place = [], 0
        for passage, masked in self.passages(key, text):
            if masked:
                pieces += [text[place : passage.start], _("[masked]")]
                place = passage.end
        return "".join([*pieces, text[place:]])


def mask_of(application: Application, revision: Revision) -> Mask:
    """Return the mask of a file: the names of its team, its start-up, and what its personal answers say."""
    said = {(each.key, each.text): each.is_masked for each in application.redactions.all()}
    return Mask(frozenset(_names(application, revision)), said)


def _names(application: Application, revision: Revision) -> set[str]:
    people = [application.lead_last_name, application.lead_first_names]
    people += application.team.values_list("person__full_name", flat=True)
    people += application.startup.memberships.values_list("person__full_name", flat=True)
    whole = {application.startup_name, application.startup.name, application.rccm, application.nif}
    form = definition_of(revision.form_version)
    for each in form.fields():
        if each.data_class == PERSONAL and each.type != "file":
            people += _texts(revision.answers.get(each.key))
    return names_in([name for name in people if name]) | {name for name in whole if name}


def _texts(value: Any) -> list[str]:
    """Return the short texts of an answer, whatever its shape."""
    if isinstance(value, str):
        return [value] if len(value) <= LONGEST_NAME else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for each in inner for text in _texts(each)]


@dataclass
class Answer:
    """An answer that jurors read, cut where it names somebody: (text, passage or None, masked)."""

    key: str
    label: Any
    pieces: list[tuple[str, str, bool]]
    passages: list[dict[str, Any]]


@dataclass
class Paper:
    """A document or a link that jurors may be let read."""

    what: str
    label: Any
    name: str
    url: str
    cleared: bool
    # What the virus scanner said of a document.
    scan: str = ""


def links_of(form: Definition, revision: Revision) -> dict[str, str]:
    """Return the links that a blind jury could be shown, by key."""
    shown = [each for each in answers.reviewer_fields(form) if each.type == "url"]
    return {each.key: revision.answers[each.key] for each in shown if revision.answers.get(each.key)}


def cleared_links(application: Application, links: dict[str, str]) -> set[str]:
    """Return the keys of the links that were cleared as they stand now."""
    marks = {answers.digest([key, link]): key for key, link in links.items()}
    found = application.clearances.filter(what__in=marks).values_list("what", flat=True)
    return {marks[what] for what in found}


def to_clear(
    application: Application, revision: Revision, held: Mapping[str, StoredFile] | None = None
) -> list[Paper]:
    """Return the documents and links of a file that its form shows to reviewers, cleared or not.

    `held` are the files of the sending by public id, where the caller has them.
    """
    form = definition_of(revision.form_version)
    cleared = set(application.clearances.values_list("what", flat=True))
    labels = {f.key: f.label for f in answers.reviewer_fields(form) if f.type == "file"}
    labels |= {d.slug: d.label for d in form.documents_for("application") if d.reviewer_visible}
    wanted = {public_id: slug for slug in labels for public_id in revision.files.get(slug, [])}
    if held is None:
        files = list(StoredFile.objects.filter(public_id__in=wanted))
    else:
        files = [held[public_id] for public_id in wanted if public_id in held]
    papers = [
        Paper(f.public_id, pick_pair(labels[wanted[f.public_id]]), f.name, "", f.public_id in cleared, f.scan)
        for f in sorted(files, key=lambda f: list(wanted).index(f.public_id))
    ]
    for key, link in links_of(form, revision).items():
        mark = answers.digest([key, link])
        papers.append(Paper(mark, pick_pair(form.fields_by_key[key].label), link, link, mark in cleared))
    return papers


def boxes(papers: Iterable[Paper], answers_cut: Iterable[Answer] = ()) -> dict[str, bool]:
    """Return what stands ticked for a blind jury: the documents and links cleared, the passages it may read."""
    passages = [line for each in answers_cut for line in each.passages]
    ticked = {paper.what: paper.cleared for paper in papers}
    return ticked | {line["mark"]: not line["masked"] for line in passages}


def named(application: Application, revision: Revision) -> list[Answer]:
    """Return the answers jurors read that name somebody, for the officer to decide about each passage."""
    form, language = definition_of(revision.form_version), current_language()
    facts, mask = facts_for(application.call), mask_of(application, revision)
    found = []
    for each in answers.reviewer_fields(form):
        if each.type in ("file", "url"):
            continue
        text = display(each, revision.answers.get(each.key), language, facts)
        passages = mask.passages(each.key, text)
        if passages:
            found.append(_cut(each.key, pick_pair(each.label), text, passages))
    return found


def _cut(key: str, label: Any, text: str, passages: list[tuple[Passage, bool]]) -> Answer:
    pieces: list[tuple[str, str, bool]] = []
    place, lines = 0, {}
    for passage, masked in passages:
        pieces += [(text[place : passage.start], "", False), (passage.text, passage.why, masked)]
        place = passage.end
        lines[passage.text] = {
            "mark": answers.digest([key, passage.text]),
            "text": passage.text,
            "why": passage.why,
            "masked": masked,
        }
    return Answer(key, label, [*pieces, (text[place:], "", False)], list(lines.values()))


def prepare(
    application: Application,
    *,
    cleared: Collection[str],
    shown: Collection[str],
    extra: tuple[str, str] | None = None,
    by: User,
    at: datetime,
    read: Read | None = None,
) -> None:
    """Keep what an officer decided for a blind jury: the documents and links cleared, the passages (by mark)
    left as they are, every other one masked, and one more passage (key, words) to mask.

    `read` says which boxes its writer had read ticked: what another page changed meanwhile stays. Audited with
    counts. Raises NotInTheAnswer and NotAllowed.
    """
    with acting(by):
        deciding.require("application.clear", by, application, at)
        revision = answers.last_revision(application)
        assert revision is not None
        found = named(application, revision)
        stands = boxes(to_clear(application, revision), found)
        wanted = {what: what in cleared or what in shown for what in stands}
        ticked = stands | versions.merged(wanted, stands, read)
        _clear(application, revision, {what for what, is_ticked in ticked.items() if is_ticked}, by, at)
        said = {
            (each.key, line["text"]): not ticked[line["mark"]] for each in found for line in each.passages
        }
        if extra is not None:
            said[_checked(application, revision, extra)] = True
        rows = [
            Redaction(application=application, key=k, text=t, is_masked=m, said_by=by, said_at=at)
            for (k, t), m in said.items()
        ]
        Redaction.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["application", "key", "text"],
            update_fields=["is_masked", "said_by", "said_at"],
        )
        masked = sum(said.values())
        audit.record(
            "application.clear", application, by=by, at=at,
            cleared=len(cleared), masked=masked, shown=len(said) - masked,
        )  # fmt: skip


def clear(
    application: Application, *, cleared: Collection[str], by: User, at: datetime, read: Read | None = None
) -> int:
    """Let a blind jury open these documents and links and no other; what is masked in the answers stays as it is.

    What the last sending does not hold is passed over, what another page changed meanwhile (`read`) stays. Returns
    how many are open now. Audited with the count. Raises NotAllowed.
    """
    with acting(by):
        deciding.require("application.clear", by, application, at)
        revision = answers.last_revision(application)
        assert revision is not None
        stands = boxes(to_clear(application, revision))
        ticked = stands | versions.merged({what: what in cleared for what in stands}, stands, read)
        _clear(application, revision, {what for what, on in ticked.items() if on}, by, at)
        held = sum(paper.cleared for paper in to_clear(application, revision))
        audit.record("application.clear", application, by=by, at=at, cleared=held)
    return held


def clear_everything(application: Application, *, by: User, at: datetime) -> None:
    """Clear every document and link that the form shows to reviewers; names inside answers stay masked."""
    revision = answers.last_revision(application)
    assert revision is not None
    papers = [paper.what for paper in to_clear(application, revision)]
    prepare(application, cleared=papers, shown=(), by=by, at=at)


def _clear(application: Application, revision: Revision, wanted: set[str], by: User, at: datetime) -> None:
    known = {paper.what: paper.cleared for paper in to_clear(application, revision)}
    off = [what for what, cleared in known.items() if cleared and what not in wanted]
    application.clearances.filter(what__in=off).delete()
    Clearance.objects.bulk_create(
        [
            Clearance(application=application, what=what, cleared_by=by, cleared_at=at)
            for what, cleared in known.items()
            if what in wanted and not cleared
        ],
        ignore_conflicts=True,
    )


def _checked(application: Application, revision: Revision, extra: tuple[str, str]) -> tuple[str, str]:
    key, words = extra[0], extra[1].strip()
    form = definition_of(revision.form_version)
    fields = {each.key: each for each in answers.reviewer_fields(form)}
    if key not in fields or not words:
        raise NotInTheAnswer()
    text = display(fields[key], revision.answers.get(key), current_language(), facts_for(application.call))
    if words not in text:
        raise NotInTheAnswer()
    return key, words
