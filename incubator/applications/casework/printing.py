"""One file as it was sent, on paper: its answers by step, what was sent with it, and its fingerprint.

What is of the sensitive class stays out, answers and documents alike.
"""

from datetime import datetime
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from incubator.applications.filling import answers
from incubator.applications.filling.definitions import definition_of
from incubator.applications.models import Application, Revision
from incubator.core.bilingual import current_language, pick_pair
from incubator.documents import typesetting
from incubator.files.models import StoredFile
from incubator.forms.completeness import APPLICATION
from incubator.forms.types import display
from incubator.people.models import User
from incubator.programmes.facts import facts_for
from incubator.territory.models import Centre
from incubator.ui import typography
from incubator.workflow import audit, deciding


def take(application: Application, *, by: User, at: datetime) -> bytes:
    """Return the PDF of a file for somebody of the office; each time is audited (`application.print`).

    Raises NotAllowed.
    """
    deciding.require("application.export_documents", by, application, at)
    revision = answers.last_revision(application)
    assert revision is not None
    content = dossier_pdf(revision, at=at)
    audit.record("application.print", application, by=by, at=at, revision=revision.number)
    return content


def dossier_pdf(revision: Revision, *, at: datetime) -> bytes:
    """Return a file as it was sent, as a PDF in the active language."""
    return typesetting.pdf("dossier", {
        **content_of(revision), "issued": typography.short_day(at),
        "centre": typesetting.letterhead(Centre.objects.order_by("id").first()),
    })  # fmt: skip


def content_of(revision: Revision) -> dict[str, Any]:
    """Return what stands on the paper of one file, in the active language."""
    file, held, labels = revision.application, files_of(revision), labels_of(revision)
    sent = [
        [labels.get(slug, slug), f"{held[one].name} · {typography.filesize(held[one].size)}"]
        for slug, ids in given_of(revision)
        for one in ids
        if one in held
    ]
    return {
        "title": file.startup_name or file.startup.name, "reference": file.reference,
        "lead": file.call.title.plain, "steps": _steps(revision),
        "documents_title": _("Documents"), "documents": sent,
        "facts": [[_("Reference"), file.reference], [_("Sent"), typography.moment(revision.submitted_at)],
                  [_("Fingerprint"), " ".join(wrap(revision.sha256, 8))]],
    }  # fmt: skip


def _steps(revision: Revision) -> list[dict[str, Any]]:
    form, language = definition_of(revision.form_version), current_language()
    facts, steps = facts_for(revision.application.call), []
    for step in form.steps:
        asked = [f for f in step.fields if f.type != "file" and f.data_class != answers.SENSITIVE]
        rows = [
            [
                pick_pair(field.label, language).plain,
                display(field, revision.answers[field.key], language, facts),
            ]
            for field in asked
            if revision.answers.get(field.key) is not None
        ]
        steps.append({"title": pick_pair(step.title, language).plain, "rows": rows})
    return steps


def files_of(revision: Revision) -> dict[str, StoredFile]:
    """Return the files of a sending by public id."""
    wanted = [public_id for many in revision.files.values() for public_id in many]
    return {file.public_id: file for file in StoredFile.objects.filter(public_id__in=wanted)}


def given_of(revision: Revision) -> list[tuple[str, list[str]]]:
    """Return which files answer which question or document; those of the sensitive class are left out."""
    form = definition_of(revision.form_version)
    sealed = {field.key for field in form.fields() if field.data_class == answers.SENSITIVE}
    sealed |= {d.slug for d in form.documents_for(APPLICATION) if d.data_class == answers.SENSITIVE}
    return [(slug, ids) for slug, ids in revision.files.items() if slug not in sealed]


def labels_of(revision: Revision) -> dict[str, str]:
    """Return what each document is called in the form."""
    form = definition_of(revision.form_version)
    asked = [(field.key, field.label) for field in form.fields() if field.type == "file"]
    asked += [(document.slug, document.label) for document in form.documents_for(APPLICATION)]
    return {slug: pick_pair(label).plain for slug, label in asked}
