"""What the columns of an imported table are: fields of the form or facts of the office, guessed and remembered."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.models import ImportBatch, ImportMapping
from incubator.core.bilingual import pick_pair
from incubator.core.text_search import plain
from incubator.forms.completeness import carried_by_paper
from incubator.forms.definition import Definition
from incubator.programmes.models import Call

STARTUP, NAME, EMAIL, PHONE = "startup", "name", "email", "phone"
PAPER, RECEIVED = "paper_reference", "received_on"
FIELD = "field:"
# What the office itself needs of each row: words on the page, then how people head such a column.
FIXED: dict[str, tuple[Any, tuple[str, ...]]] = {
    STARTUP: (
        gettext_lazy("Name of the start-up"),
        ("start-up", "nom de la start-up", "entreprise", "nom de l'entreprise", "nom du projet", "projet",
         "company", "project"),
    ),
    NAME: (
        gettext_lazy("Name of the contact"),
        ("contact", "nom du contact", "nom et prénoms", "nom complet", "responsable", "porteur du projet", "full name"),
    ),
    EMAIL: (
        gettext_lazy("E-mail of the contact"),
        ("e-mail", "email", "mail", "courriel", "adresse e-mail", "adresse électronique", "e-mail du contact"),
    ),
    PHONE: (
        gettext_lazy("Telephone of the contact"),
        ("téléphone", "tél", "numéro de téléphone", "portable", "mobile", "whatsapp", "phone", "telephone"),
    ),
    PAPER: (
        gettext_lazy("Reference of the paper file"),
        ("référence", "référence papier", "référence du dossier papier", "numéro du dossier", "n° de dossier", "n°",
         "reference", "paper reference"),
    ),
    RECEIVED: (
        gettext_lazy("Received on"),
        ("reçu le", "reçue le", "date de réception", "date de dépôt", "déposé le", "received on", "date received"),
    ),
}  # fmt: skip
# The lines of a fixed table cannot come from one cell.
NOT_FROM_A_CELL = ("file", "table")
# So many remembered ways to read a table are tried on a new one.
MOST_SHAPES = 5


@dataclass(frozen=True)
class Target:
    """Something a column may be: its code, its words, and the headings that say it."""

    code: str
    label: str
    group: str
    names: tuple[str, ...]


def targets_of(definition: Definition) -> list[Target]:
    """Return what a column may be: the facts of the office, then the questions that one cell can answer.

    A consent is never among them: it stands on the signed paper.
    """
    office = str(_("The office"))
    found = [Target(code, str(label), office, (str(label), *names)) for code, (label, names) in FIXED.items()]
    carried = carried_by_paper(definition)
    for step in definition.steps:
        group = pick_pair(step.title).plain
        for field in step.fields:
            if field.type in NOT_FROM_A_CELL or field.key in carried:
                continue
            label = pick_pair(field.label).plain
            # Our exports tell apart two questions with the same words by their steps, and once did by their keys.
            marks = (field.key, *step.title.values())
            words = [*field.label.values()]
            words += [f"{text} ({mark})" for text in field.label.values() for mark in marks]
            found.append(Target(FIELD + field.key, label, group, (field.key, *words)))
    return found


def guess(headings: Sequence[str], targets: Sequence[Target]) -> list[str]:
    """Return what each column is, "" where no heading says so; whatever accents and capitals, each target once.

    A key of the form goes first, then its labels, then the facts of the office.
    """
    fields = [target for target in targets if target.code.startswith(FIELD)]
    known: dict[str, list[str]] = {}
    for names in (
        [(target, target.names[:1]) for target in fields],
        [(target, target.names[1:]) for target in fields],
        [(target, target.names) for target in targets if target not in fields],
    ):
        for target, words in names:
            for word in words:
                known.setdefault(plain(word), []).append(target.code)
    codes: list[str] = []
    for heading in headings:
        # Two questions may have the same words: the second heading is then the second question.
        codes.append(next((code for code in known.get(plain(heading), ()) if code not in codes), ""))
    return codes


def matched(call: Call, headings: Sequence[str], targets: Sequence[Target]) -> list[str]:
    """Return how such a table was matched last time in this call, or the guess; what the form lost is left out."""
    kept = ImportMapping.objects.filter(call=call, fingerprint=fingerprint(headings)).first()
    if kept is None:
        return guess(headings, targets)
    known = {target.code for target in targets}
    codes = [kept.targets.get(name, "") for name in _compared(headings)]
    return [code if code in known else "" for code in codes]


def shapes(call: Call) -> list[tuple[dict[str, Any], str]]:
    """Return the last ways that were chosen to read a table of this call, each with the fingerprint of its headings."""
    kept = ImportMapping.objects.filter(call=call).exclude(shape={}).order_by("-saved_at", "-pk")
    return list(kept.values_list("shape", "fingerprint")[:MOST_SHAPES])


def remember(batch: ImportBatch, *, at: datetime) -> None:
    """Keep how such a table is read and its columns are matched, for the next one."""
    told = dict(zip(_compared(batch.headings), batch.targets, strict=True))
    ImportMapping.objects.update_or_create(
        call=batch.call, fingerprint=fingerprint(batch.headings),
        defaults={"targets": told, "shape": batch.shape, "saved_at": at},
    )  # fmt: skip


def _compared(headings: Sequence[str]) -> list[str]:
    """Return the headings as they are compared; the second of two that are alike is told by its number."""
    names: list[str] = []
    for heading in headings:
        name = plain(heading)
        count = sum(1 for other in names if other.partition("#")[0] == name)
        names.append(f"{name}#{count + 1}" if count else name)
    return names


def fingerprint(headings: Sequence[str]) -> str:
    """Return what tells a set of headings, whatever their order, accents and capitals."""
    return hashlib.sha256("\n".join(sorted(_compared(headings))).encode()).hexdigest()
