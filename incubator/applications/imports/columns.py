"""What the columns of an imported table are: facts of the office, or fields of the form."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.core.bilingual import pick_pair
from incubator.forms.completeness import carried_by_paper
from incubator.forms.definition import Definition
from incubator.imports.kinds import Target

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


def targets_of(definition: Definition) -> list[Target]:
    """Return what a column may be: the facts of the office, then the questions that one cell can answer.

    A consent is never among them: it stands on the signed paper.
    """
    office = str(_("The office"))
    found = [
        Target(code, str(label), office, (str(label), *names), yields=True)
        for code, (label, names) in FIXED.items()
    ]
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
            found.append(Target(FIELD + field.key, label, group, tuple(words), key=field.key))
    return found
