"""The printed documents of a call – rules, one page, blank form – from the same data as its page.

Each is made once for what it says: its name in the storage is the fingerprint of its data and of its template, so any
change of the call, of its form or of the paper makes a new one, and the old one is swept away.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import cache as kept
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import translation

from incubator.documents import typesetting
from incubator.programmes.models import Call
from incubator.programmes.printed import blank, rules_paper

RULES, SUMMARY, FORM = "rules", "summary", "form"
BUILDERS: dict[str, tuple[str, Callable[[Call, str], dict[str, Any]]]] = {
    RULES: ("call_rules", rules_paper.rules),
    SUMMARY: ("call_summary", rules_paper.summary),
    FORM: ("blank_form", blank.blank),
}
# How long the size of a document is told beside its link.
SIZE_KEPT = 7 * 86_400


@dataclass(frozen=True)
class Printed:
    """A document ready to hand over: its fingerprint and its bytes."""

    sha: str
    content: bytes


def document(call: Call, kind: str, language: str) -> Printed:
    """Return a document of the call in a language; made only when no one like it stands in the storage."""
    template, build = BUILDERS[kind]
    with translation.override(language):
        data = {"lang": language, **build(call, language)}
        sha = _fingerprint(template, data)
        key, storage = f"calls/{call.public_id}/{kind}-{language}-{sha[:32]}", storages["private"]
        try:
            with storage.open(key) as stream:
                content = stream.read()
        except FileNotFoundError:
            content = typesetting.pdf(template, data)
            storage.save(key, ContentFile(content))
    kept.set(_size_key(call, kind, language), len(content), SIZE_KEPT)
    return Printed(sha, content)


def sizes(call: Call, language: str) -> dict[str, int | None]:
    """Return the size of each document as it was last handed over, None where nobody asked yet."""
    keys = {kind: _size_key(call, kind, language) for kind in BUILDERS}
    found = kept.get_many(keys.values())
    return {kind: found.get(key) for kind, key in keys.items()}


def _size_key(call: Call, kind: str, language: str) -> str:
    return f"programmes.printed.{call.pk}.{kind}.{language}"


def _fingerprint(template: str, data: dict[str, Any]) -> str:
    written = json.dumps([_paper(template), data], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


@cache
def _paper(template: str) -> str:
    """Return the fingerprint of the template and of the letterhead."""
    texts = [(typesetting.TEMPLATES / f"{name}.typ").read_bytes() for name in (template, "letterhead")]
    return hashlib.sha256(b"".join(texts)).hexdigest()
