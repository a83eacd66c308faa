"""Reads the French catalogue as a proofreader would: complete, same places for values, French typography."""

import html
import re
from collections.abc import Iterable, Iterator

import polib

from incubator.config.catalogues import Message, key_of

PLACE = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[sdif]|(?<!%)%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r"\b(?:https?://|mailto:|tel:)\S+")
LETTER = "A-Za-zÀ-ÖØ-öø-ÿŒœ"
SLIPS = (
    (re.compile(rf"[{LETTER}]'(?=[{LETTER}0-9])"), "an apostrophe is ’ in French"),
    (re.compile(r" (?=[:;!?»%])"), "a no-break space stands before : ; ! ? » %"),
    (re.compile(r"« "), "a no-break space stands after «"),
    (re.compile(rf"[{LETTER}0-9)](?:[;!?]|:(?!\w|/))(?=\s|$)"), "a no-break space is missing before : ; ! ?"),
    (re.compile(r'"'), "quotation marks are « » in French"),
    (re.compile(r"\.\.\."), "three dots are one character: …"),
)


def problems(catalogue: polib.POFile, messages: Iterable[Message]) -> list[str]:
    """Return a line for all that is wrong between the code and its French, empty when nothing is."""
    said = {message.key: message for message in messages}
    found = []
    for entry in catalogue:
        message = said.pop(key_of(entry), None) if not entry.obsolete else None
        if message is None:
            found.append(f"obsolete: {entry.msgid!r} is said nowhere in the code")
        elif (message.plural or "") != (entry.msgid_plural or ""):
            found.append(f"out of date: the plural of {entry.msgid!r} changed in the code")
        else:
            found.extend(f"{kind}: {entry.msgid!r}{detail}" for kind, detail in _of(entry))
    found.extend(f"missing: {text!r} ({', '.join(sorted(m.files))})" for (_, text), m in said.items())
    return sorted(found)


def _of(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    if entry.fuzzy:
        yield "fuzzy", ""
    forms = (
        [entry.msgstr_plural.get(0, ""), entry.msgstr_plural.get(1, "")]
        if entry.msgid_plural
        else [entry.msgstr]
    )
    if not all(forms):
        yield "untranslated", ""
        return
    yield from (("placeholders", f" → {form!r}") for form in forms if not _same_places(entry, form))
    for form in forms:
        if [form.startswith("\n"), form.endswith("\n")] != [
            entry.msgid.startswith("\n"),
            entry.msgid.endswith("\n"),
        ]:
            yield "line breaks", f" → {form!r}"
        yield from (("typography", f" → {form!r}: {slip}") for slip in slips(form))


def _same_places(entry: polib.POEntry, form: str) -> bool:
    allowed = [places(entry.msgid)] + ([places(entry.msgid_plural)] if entry.msgid_plural else [])
    return places(form) in allowed


def places(text: str) -> list[str]:
    """Return the places for values in a text; named ones once each, in any order."""
    found = [match[0] for match in PLACE.finditer(text.replace("%%", ""))]
    named = {place for place in found if place.startswith("%(")}
    return sorted(named) + sorted(place for place in found if place not in named)


def slips(french: str) -> list[str]:
    """Return what French typography has against a text; tags, addresses and places are not read."""
    text = ADDRESS.sub("X", html.unescape(TAG.sub("", PLACE.sub("X", french)).replace("%%", "%")))
    return [sentence for pattern, sentence in SLIPS if pattern.search(text)]
