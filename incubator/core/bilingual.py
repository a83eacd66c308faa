"""Bilingual domain text: a French column (required) and an English one that falls back to it."""

from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


def current_language() -> str:
    """Return "en" where English is active, "fr" in every other case."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


class Text(str):
    """A text that knows its language; in HTML a French fallback on an English page says so."""

    lang: str
    falls_back: bool

    def __new__(cls, value: str, lang: str, *, falls_back: bool = False) -> "Text":
        text = super().__new__(cls, value)
        text.lang, text.falls_back = lang, falls_back
        return text

    def __html__(self) -> str:
        plain = str.__str__(self)
        return (
            format_html('<span lang="{}">{}</span>', self.lang, plain) if self.falls_back else escape(plain)
        )

    @property
    def plain(self) -> str:
        """The bare text, for attributes and letters."""
        return str.__str__(self)


def pick(fr: str, en: str, language: str | None = None) -> Text:
    """Return the text of `language` (by default the active one), or the French one marked as such."""
    language = language or current_language()
    if language == "en" and en:
        return Text(en, "en")
    return Text(fr, "fr", falls_back=language == "en")


def pick_pair(pair: dict[str, str], language: str | None = None) -> Text:
    """The same for a JSON pair {"fr", "en"}."""
    return pick(pair.get("fr", ""), pair.get("en", ""), language)


class Bilingual:
    """`title = Bilingual("title")` reads the columns `title_fr` and `title_en`; to write, set the columns."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        return pick(getattr(instance, f"{self.name}_fr"), getattr(instance, f"{self.name}_en"))
