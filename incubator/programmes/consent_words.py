"""The consents that a form asks for: their purpose, and their words, which are kept with each version of the form."""

import hashlib
import json

from incubator.accounts.consenting import Words
from incubator.forms.definition import Definition, Field


def consents_in(form: Definition) -> list[Field]:
    """Return the questions of a form that ask for a consent."""
    return [field for field in form.fields() if field.type == "consent"]


def purpose_of(field: Field) -> str:
    """Return the purpose that a consent is recorded under."""
    return (field.purpose or field.key)[:40]


def words_of(field: Field) -> Words:
    """Return the words that the form shows, in both languages, and their fingerprint."""
    pair = [field.label, field.help]
    written = json.dumps(pair, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fr, en = (
        "\n\n".join(words[language] for words in pair if words and words.get(language))
        for language in ("fr", "en")
    )
    return Words(hashlib.sha256(written.encode()).hexdigest(), fr, en)
