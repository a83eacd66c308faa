"""The documents of a file as its pages list them: one line each."""

from collections.abc import Sequence
from typing import Any

from incubator.applications.filling import documents
from incubator.applications.filling.answer_set import Contents
from incubator.core.bilingual import pick_pair
from incubator.files.models import UploadSession
from incubator.files.storing import wanted
from incubator.forms import completeness
from incubator.forms.definition import Document, Field
from incubator.workflow.refusals import Refused


def lines(
    contents: Contents,
    slug: str = "",
    refusal: Refused | None = None,
    *,
    on_their_way: Sequence[UploadSession] = (),
    questions: bool = False,
) -> list[dict[str, Any]]:
    """Return one line a document asked for: its words, its files, what stopped half-way, what was refused just now.

    With `questions`, the questions that are answered by files stand among them.
    """
    kept = contents.counted()
    asked = list(contents.definition.documents_for(completeness.APPLICATION))
    if questions:
        asked += [_as_document(field) for field in contents.definition.fields() if field.type == "file"]
    return [
        {
            "document": document,
            "label": pick_pair(document.label),
            "note": pick_pair(document.note) if document.note else "",
            "required": completeness.required(document, kept, contents.facts, contents.closing_on),
            "files": contents.files.get(document.slug, []),
            "on_their_way": [each for each in on_their_way if each.purpose == document.slug],
            "wanted": wanted(
                document.formats or documents.DEFAULT_FORMATS, document.max_mb * documents.MEGABYTE
            ),
            "accept": ",".join(f".{name}" for name in document.formats),
            "max_bytes": document.max_mb * documents.MEGABYTE,
            "refusal": refusal if document.slug == slug else None,
        }
        for document in asked
    ]


def _as_document(field: Field) -> Document:
    return Document(
        slug=field.key, label=field.label, note=field.help, required=field.required,
        required_when=field.required_when, formats=field.formats, most_files=field.most_files,
        max_mb=field.max_mb or documents.DEFAULT_MB,
    )  # fmt: skip
