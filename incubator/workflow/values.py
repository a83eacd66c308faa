"""Values that no form offers: every act refuses them before anything is written."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incubator.workflow.refusals import Refused, Sentence


class BadValues(Refused):
    """Values that cannot be kept; `data["fields"]` holds the sentences of each field by name."""

    status = 422
    code = "bad_values"
    default = gettext_lazy("Some values cannot be kept. Check what was typed.")


# NUL, and halves of a sign: no database keeps them.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NOT_KEPT = gettext_lazy("The text holds a character that cannot be kept. Type it again.")


def check(thing: models.Model, *names: str, longest: Mapping[str, int] | None = None) -> None:
    """Refuse the values of `thing` that its model does not take: choices, lengths, limits, empty texts.

    Looks at the columns called `names`, or at all of them without names; relations are left to the database.
    `longest` gives the number of characters of texts that the database does not limit. Raises BadValues.
    """
    wanted = set(names) or {field.name for field in thing._meta.concrete_fields}
    left = {
        field.name for field in thing._meta.concrete_fields if field.name not in wanted or field.is_relation
    }
    found: dict[str, list[str]] = {}
    try:
        thing.clean_fields(exclude=left)
    except ValidationError as error:
        found = {name: [_sentence(one) for one in errors] for name, errors in error.error_dict.items()}
    for name in sorted(wanted):
        if _cannot_be_kept(getattr(thing, name, "")):
            found.setdefault(name, []).append(str(NOT_KEPT))
    for name, limit in (longest or {}).items():
        if len(getattr(thing, name)) > limit:
            found.setdefault(name, []).append(too_long(limit))
    _raise(found)


def check_text(name: str, text: str, *, longest: int, missing: Sentence = "") -> str:
    """Return `text` without the blanks around it; refuse more than `longest` characters, and nothing at all
    when `missing` says what is asked for. Raises BadValues under the name of its field.
    """
    kept = text.strip()
    check_signs(**{name: kept})
    if len(kept) > longest:
        _raise({name: [too_long(longest)]})
    if missing and not kept:
        _raise({name: [str(missing)]})
    return kept


def check_signs(**texts: str) -> None:
    """Refuse texts of any length that hold a character that cannot be kept. Raises BadValues under their names."""
    _raise({name: [str(NOT_KEPT)] for name, text in texts.items() if _cannot_be_kept(text)})


def _cannot_be_kept(value: Any) -> bool:
    return isinstance(value, str) and UNSTORABLE.search(value) is not None


def check_choice(name: str, value: Any, choices: type[models.Choices] | tuple[Any, ...]) -> None:
    """Refuse a value that is none of the choices. Raises BadValues under the name of its field."""
    offered = choices if isinstance(choices, tuple) else choices.values
    if value not in offered:
        _raise({name: [not_offered()]})


def check_number(name: str, value: int, *, least: int, most: int) -> None:
    """Refuse a whole number outside its limits. Raises BadValues under the name of its field."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        limits = {"least": least, "most": most}
        _raise({name: [_("Write a whole number from %(least)s to %(most)s.") % limits]})


def refuse(name: str, sentence: Sentence) -> None:
    """Raise BadValues with the sentence of one field."""
    _raise({name: [str(sentence)]})


def too_long(limit: int) -> str:
    """Return the sentence of a text of more than `limit` characters."""
    told = ngettext(
        "This text is too long: shorten it to %(limit)s character.",
        "This text is too long: shorten it to %(limit)s characters.",
        limit,
    )
    return told % {"limit": limit}


def not_offered() -> str:
    """Return the sentence of a value that stands on no list."""
    return _("This is none of the choices offered: choose again.")


def _sentence(error: ValidationError) -> str:
    if error.code == "invalid_choice":
        return not_offered()
    if error.code == "max_length":
        return too_long((error.params or {})["limit_value"])
    if error.code in ("blank", "null"):
        return _("Write this: it cannot stay empty.")
    return " ".join(error.messages)


def _raise(found: Mapping[str, list[str]]) -> None:
    if found:
        first = next(iter(found.values()))
        raise BadValues(first[0], data={"fields": dict(found)})
