"""Office packages (Open XML, OpenDocument): what they hold, read from the tables the format itself keeps."""

import posixpath
import zipfile
from collections.abc import Mapping

from defusedxml.ElementTree import fromstring

EXPANDED_LIMIT = 200_000_000
ENTRIES_LIMIT = 4_000
# Honest documents shrink to a fiftieth at most; a small one may do as it likes.
RATIO_LIMIT, RATIO_FREE = 200, 10_000_000
# A table of contents larger than this is no table of contents.
TABLE_LIMIT = 2_000_000
TYPES, RELATIONS = "[content_types].xml", "_rels/.rels"
MIMETYPE, MANIFEST = "mimetype", "meta-inf/manifest.xml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_XML = {
    "wordprocessingml.document.main+xml": "docx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "wordprocessingml.template.main+xml": "template",
    "presentationml.template.main+xml": "template",
    "spreadsheetml.template.main+xml": "template",
}
OPEN_DOCUMENTS = {
    "presentation": "odp",
    "text": "odt",
    "spreadsheet": "ods",
    "presentation-template": "template",
    "text-template": "template",
    "spreadsheet-template": "template",
}


def family_of(archive: zipfile.ZipFile) -> str:
    """Return what an archive is: "docx", "odp"…, "template", "macros", "bomb", or "archive" for no office package.

    Raises whatever the libraries raise on a damaged one: call it under `libraries.guarded`.
    """
    entries = archive.infolist()
    if len(entries) > ENTRIES_LIMIT or is_bomb(archive):
        return "bomb"
    parts = parts_of(archive)
    if any(part.endswith("vbaproject.bin") or part.startswith("basic/") for part in parts):
        return "macros"
    if MIMETYPE in parts or MANIFEST in parts:
        return OPEN_DOCUMENTS.get(_open_document(archive, parts), "archive")
    return _open_xml(archive, parts) if TYPES in parts else "archive"


def is_bomb(archive: zipfile.ZipFile, most: int = EXPANDED_LIMIT) -> bool:
    """Tell whether an archive would weigh too much once opened, or far more than it weighs now."""
    entries = archive.infolist()
    opened, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    return opened > most or opened > max(RATIO_FREE, packed * RATIO_LIMIT)


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of each entry by its part name: lower case, with slashes, as the format compares them."""
    names = (entry.filename for entry in archive.infolist())
    return {name.replace("\\", "/").lstrip("/").lower(): name for name in names}


def table(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a table of contents. The size an archive announces may be a lie: no more is read than one needs."""
    with archive.open(name) as entry:
        return entry.read(TABLE_LIMIT)


def _open_document(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> str:
    """Return "text", "presentation"… from the entry `mimetype`, else from the root's line of the manifest."""
    told = ""
    if MIMETYPE in parts:
        told = table(archive, parts[MIMETYPE]).decode("ascii", "ignore").strip()
    elif MANIFEST in parts:
        lines = [_bare(each.attrib) for each in fromstring(table(archive, parts[MANIFEST])).iter()]
        told = next((line.get("media-type", "") for line in lines if line.get("full-path") == "/"), "")
    return told.removeprefix(OPEN_DOCUMENT)


def _open_xml(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> str:
    types, endings, loose = _types(archive, parts)
    if any("macroenabled" in kind.lower() for kind in (*types.values(), *endings.values(), *loose)):
        return "macros"
    main = _main_part(archive, parts)
    told = (
        [types.get(main) or endings.get(main.rpartition(".")[2], "")] if main else [*types.values(), *loose]
    )
    families = (
        OPEN_XML.get(kind.removeprefix("application/vnd.openxmlformats-officedocument.")) for kind in told
    )
    return next(filter(None, families), "archive")


def _types(
    archive: zipfile.ZipFile, parts: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return the content types: by part, by ending, and those that name neither."""
    types: dict[str, str] = {}
    endings: dict[str, str] = {}
    loose: list[str] = []
    for each in fromstring(table(archive, parts[TYPES])).iter():
        line = _bare(each.attrib)
        kind, part, ending = (line.get(key, "") for key in ("contenttype", "partname", "extension"))
        if part:
            types[part.lstrip("/").lower()] = kind
        elif ending:
            endings[ending.lower()] = kind
        elif kind:
            loose.append(kind)
    return types, endings, loose


def _main_part(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> str:
    """Return the part that the package's relations name as its document, "" without relations."""
    if RELATIONS not in parts:
        return ""
    lines = [_bare(each.attrib) for each in fromstring(table(archive, parts[RELATIONS])).iter()]
    targets = (line["target"] for line in lines if line.get("type", "").endswith("/officeDocument"))
    return posixpath.normpath(next(targets, "").lstrip("/") or ".").lower().removeprefix("./")


def _bare(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes by their bare names in lower case, whatever their namespace."""
    return {name.rpartition("}")[2].lower(): value for name, value in attributes.items()}
