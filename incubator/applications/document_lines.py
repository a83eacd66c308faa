"""The documents of a file as its pages list them: one line each."""

from collections.abc import Sequence
from typing import Any

from incubator.applications import documents
from incubator.applications.contents import Contents
from incubator.core.bilingual import pick_pair
from incubator.files.models import UploadSession
from incubator.files.storing import wanted
from incubator.programmes.form import completeness
from incubator.workflow.refusals import Refused


def lines(
    contents: Contents,
    slug: str = "",
    refusal: Refused | None = None,
    *,
    on_their_way: Sequence[UploadSession] = (),
) -> list[dict[str, Any]]:
    """Return one line a document asked for: its words, its files, what stopped half-way, what was refused just now."""
    kept = contents.counted()
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
        for document in contents.definition.documents_for(completeness.APPLICATION)
    ]
