"""What a juror reads of a file: the answers and documents that the form shows to reviewers, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext_lazy

from incubator.applications.blind import masking
from incubator.applications.desk_querysets import cleared_files
from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.core.bilingual import current_language, pick_pair
from incubator.files.models import StoredFile
from incubator.forms import columns
from incubator.forms.definition import Definition
from incubator.forms.types import display
from incubator.programmes.facts import facts_for
from incubator.programmes.models import Criterion
from incubator.reviews.models import Round
from incubator.ui.typography import money

AMOUNT = "requested_amount"
# Between the slug of a question and the number of its further files.
FURTHER = "."
NOT_CLEARED = gettext_lazy("Not shown in a blind reading.")
Mask = Callable[[str, str], str]
SUMMARY = ("pitch", "sector", "commune", "stage", AMOUNT)


@dataclass
class Shown:
    """One answer or document as a juror reads it; `again` when it stands under an earlier criterion already."""

    key: str
    label: Any
    text: str = ""
    file: StoredFile | None = None
    again: bool = False


@dataclass
class Asked:
    """One criterion of the grid with what it judges."""

    criterion: Criterion
    shown: list[Shown] = field(default_factory=list)


@dataclass
class Reading:
    """A file in a juror's hands: its summary, the grid, and what no criterion names."""

    summary: list[tuple[Any, str]]
    grid: list[Asked]
    rest: list[Shown]


def read(round: Round, application: Application) -> Reading:
    """Return what a juror of the round reads of the last sending."""
    revision = answers.last_revision(application)
    if revision is None:
        return Reading([], [], [])
    mask = _mask(round, application, revision)
    found = _answers(round, application, revision, mask)
    found |= _documents(application, revision, blind=round.is_blind)
    summary = _summary(round, application, revision, mask)
    seen: set[str] = set()
    grid = []
    for criterion in round.call.criteria.all():
        asked = Asked(criterion)
        for key in (each for named in criterion.answers for each in _keys_of(named, found)):
            shown = found[key]
            asked.shown.append(Shown(shown.key, shown.label, shown.text, shown.file, again=key in seen))
            seen.add(key)
        grid.append(asked)
    rest = [shown for key, shown in found.items() if key not in seen and (shown.text or shown.file)]
    return Reading(summary, grid, rest)


def _mask(round: Round, application: Application, revision: Revision) -> Mask:
    """Return what hides names inside answers and links not cleared; what shows all in an open reading."""
    if not round.is_blind:
        return lambda key, text: text
    names = masking.mask_of(application, revision)
    links = masking.links_of(definition_of(revision.form_version), revision)
    cleared = masking.cleared_links(application, links) if links else set()

    def mask(key: str, text: str) -> str:
        if key in links:
            return text if key in cleared else str(NOT_CLEARED)
        return names(key, text)

    return mask


def _answers(round: Round, application: Application, revision: Revision, mask: Mask) -> dict[str, Shown]:
    given = answers.read_for_reviewer(application, blind=round.is_blind)
    facts, language = facts_for(application.call), current_language()
    form = definition_of(revision.form_version)
    return {
        each.key: Shown(
            each.key,
            pick_pair(each.label),
            mask(each.key, display(each, given.get(each.key), language, facts)),
        )
        for each in answers.reviewer_fields(form, blind=round.is_blind)
        if each.type != "file"
    }


def _summary(round: Round, application: Application, revision: Revision, mask: Mask) -> list[tuple[Any, str]]:
    """The sentence, the theme, the place, the stage and the amount, from the fields that map to them."""
    form, language = definition_of(revision.form_version), current_language()
    facts, given = facts_for(application.call), answers.read_for_reviewer(application, blind=round.is_blind)
    shown = {}
    for each in answers.reviewer_fields(form, blind=round.is_blind):
        if each.maps_to == AMOUNT:
            # A budget is shown in full under its criterion; here only what it comes to.
            text = money(columns.value_of(each, given), application.call.currency)
        else:
            text = mask(each.key, display(each, given.get(each.key), language, facts))
        if each.maps_to in SUMMARY:
            shown[each.maps_to] = (pick_pair(each.label), text)
    return [shown[column] for column in SUMMARY if column in shown and shown[column][1]]


def visible_slugs(form: Definition, *, blind: bool) -> dict[str, Any]:
    """Return the label of each document a juror may open, by slug."""
    files = {
        each.key: each.label for each in answers.reviewer_fields(form, blind=blind) if each.type == "file"
    }
    documents = {
        each.slug: each.label
        for each in form.documents_for("application")
        if each.reviewer_visible and each.data_class not in ("sensitive", "personal")
    }
    return files | documents


def _keys_of(named: str, found: dict[str, Shown]) -> list[str]:
    """Return an answer's key, and those of the further files where it is answered by several."""
    return [key for key in found if key == named or key.rpartition(FURTHER)[0] == named]


def _documents(application: Application, revision: Revision, *, blind: bool) -> dict[str, Shown]:
    """Return each document a juror may know of, by its slug; the second of a question is "slug.2"."""
    labels = visible_slugs(definition_of(revision.form_version), blind=blind)
    sent = [public_id for slug in labels for public_id in revision.files.get(slug, [])]
    readable = cleared_files(application, sent) if blind else StoredFile.objects.filter(public_id__in=sent)
    files = {file.public_id: file for file in readable}
    found: dict[str, Shown] = {}
    place = 0
    for slug, label in labels.items():
        for number, public_id in enumerate(revision.files.get(slug) or [""], 1):
            file = files.get(public_id)
            if file is not None:
                # Its own name may tell who sent it. The row is never saved from here.
                letter = ascii_uppercase[place % 26]
                file.name = f"Document {letter}.{file.name.rpartition('.')[2].lower()}"
            place += 1
            kept = str(NOT_CLEARED) if file is None and public_id else ""
            key, words = (slug, "") if number == 1 else (f"{slug}{FURTHER}{number}", f" ({number})")
            found[key] = Shown(
                key, f"{pick_pair(label)}{words}" if words else pick_pair(label), kept, file=file
            )
    return found


def document(round: Round, application: Application, slug: str) -> StoredFile | None:
    """Return one document under a neutral name, None when a juror may not open it."""
    revision = answers.last_revision(application)
    if revision is None:
        return None
    shown = _documents(application, revision, blind=round.is_blind).get(slug)
    return shown.file if shown else None
