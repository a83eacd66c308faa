"""Search in French texts that ignores accents and knows plurals: one field type, one lookup, one index.

The text is stored as plain words (small letters, no accents), each once. PostgreSQL then compares stems ("marchés" finds
"marché") over a GIN index; SQLite looks for words that begin alike, a final s or x left out.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import models

from incubator.core.reading.signs import UNSEEN, fold

APART = re.compile(r"[^0-9a-z]+")
MOST_WORDS = 12
# Shorter words do not lose their last letter: "bus", "prix" would become another word.
PLURAL_FROM = 4


def plain(text: str) -> str:
    """Return a text as words of small letters without accents or signs: "L’Été, 2027" is "l ete 2027"."""
    seen = text if text.isascii() else UNSEEN.sub("", text)
    return APART.sub(" ", fold(seen)).strip()


def words_of(texts: Iterable[str]) -> str:
    """Return the words of several texts, each once, with a blank before each: what a searched column holds."""
    return words_once(plain(text) for text in texts)


def words_once(plain_texts: Iterable[str]) -> str:
    """The same for texts that are plain already."""
    found = dict.fromkeys(word for text in plain_texts for word in text.split())
    return "".join(f" {word}" for word in found)


class SearchedText(models.TextField):
    """A column filled by `words_of` and asked by `__french="what somebody typed"`."""


@SearchedText.register_lookup
class French(models.Lookup):
    """Every word typed is in the text; the last one may be the beginning of a word."""

    lookup_name = "french"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        column, params = self.process_lhs(compiler, connection)
        wanted = [_singular(word) for word in self._words()]
        if not wanted:
            return "1 = 0", ()
        condition = " AND ".join(f"{column} LIKE %s" for _word in wanted)
        return f"({condition})", tuple(value for word in wanted for value in (*params, f"% {word}%"))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        column, params = self.process_lhs(compiler, connection)
        wanted = self._words()
        if not wanted:
            return "1 = 0", ()
        sql = f"{_vector(column)} @@ to_tsquery('pg_catalog.french', %s)"
        return sql, (*params, " & ".join([*wanted[:-1], f"{wanted[-1]}:*"]))

    def _words(self) -> list[str]:
        return plain(str(self.rhs)).split()[:MOST_WORDS]


class FrenchIndex(models.Index):
    """The GIN index of a searched column on PostgreSQL; other databases have none to make.

    New words go straight into it (`fastupdate` off): a list of them aside makes PostgreSQL think the index dearer than
    computing the stems of every row again, a quarter of a millisecond each.
    """

    suffix = "words"
    NOTHING = "SELECT 1"

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return self.NOTHING
        quote = schema_editor.quote_name
        column = quote(model._meta.get_field(self.fields[0]).column)
        return (
            f"CREATE INDEX {quote(self.name)} ON {quote(model._meta.db_table)} USING gin ({_vector(column)}) "
            "WITH (fastupdate = off)"
        )

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return self.NOTHING
        return super().remove_sql(model, schema_editor, **kwargs)


def _vector(column: str) -> str:
    return f"to_tsvector('pg_catalog.french', {column})"


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= PLURAL_FROM and word[-1] in "sx" else word
