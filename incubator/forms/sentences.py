"""Every sentence that the form engine says about an answer. English here, French in the catalogue."""

from django.utils.translation import gettext as _

from incubator.forms import wording
from incubator.forms.wording import number

# -- an answer that cannot be read -----------------------------------------------------------------------


def not_readable() -> str:
    return _("This answer could not be read. Type it again.")


def held_controls() -> str:
    return _("Some characters cannot be kept and were removed. Read this answer again, then save it.")


def to_read_again() -> str:
    return _("Read this answer again, then save it.")


def far_too_long(limit: int) -> str:
    return _(
        "This text is too long to be kept: %(limit)s characters at most. Shorten it, then save it again."
    ) % {"limit": number(limit)}


def number_too_large() -> str:
    return _("This number is too large.")


def not_a_date_or_year() -> str:
    return _(
        "Write the date as day, month and year, for example 17/08/1999 or 17 August 1999, or the year only."
    )


def year_not_enough() -> str:
    return _("The year is not enough here. Give the day and the month too.")


def not_offered() -> str:
    return _("Choose one of the answers of the list.")


def not_yes_or_no() -> str:
    return _("Answer yes or no.")


def not_a_phone() -> str:
    return _("Write the eight digits of the number, or + and the country code.")


def not_a_url() -> str:
    return _("This link does not look complete. Example: https://exemple.tg/page.")


def not_a_commune() -> str:
    return _("Choose a municipality of the list.")


def not_a_coordinate() -> str:
    return _("Write the degrees in digits, for example 6.1319.")


# -- an answer beyond its limits -------------------------------------------------------------------------


def too_many_characters(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s" has %(count)s characters, for %(limit)s at most. Shorten it by %(over)s.') % _over(
        label, count, limit
    )


def too_many_words(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s" has %(count)s words, for %(limit)s at most. Shorten it by %(over)s.') % _over(
        label, count, limit
    )


def too_few_words(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s" has %(count)s words, for %(limit)s at least. Add %(over)s.') % _over(
        label, count, limit
    )


def unusual_form(label: dict) -> str:
    return _('"%(label)s" does not have the usual form. Check it; it is accepted as it is.') % {
        "label": wording.here(label)
    }


def wrong_form(label: dict) -> str:
    return _('"%(label)s" does not have the expected form. Check it.') % {"label": wording.here(label)}


def below(label: dict, limit: str) -> str:
    return _('"%(label)s": at least %(limit)s.') % {"label": wording.here(label), "limit": limit}


def above(label: dict, limit: str) -> str:
    return _('"%(label)s": at most %(limit)s.') % {"label": wording.here(label), "limit": limit}


def too_many_choices(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s": you have ticked %(count)s answers, for %(limit)s at most.') % _over(
        label, count, limit
    )


def too_few_choices(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s": choose at least %(limit)s answers; you have %(count)s.') % _over(
        label, count, limit
    )


def too_many_rows(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s": you have filled in %(count)s lines, for %(limit)s at most.') % _over(
        label, count, limit
    )


def too_few_rows(label: dict, count: int, limit: int) -> str:
    return _('"%(label)s": fill in at least %(limit)s lines; you have %(count)s.') % _over(
        label, count, limit
    )


def over_the_ceiling(total: str, ceiling: str, over: str) -> str:
    return _("The total is %(total)s and the ceiling is %(ceiling)s. Take off %(over)s.") % {
        "total": total,
        "ceiling": ceiling,
        "over": over,
    }


def over_the_cap(label: dict, total: str, ceiling: str, over: str) -> str:
    words = {"label": wording.here(label), "total": total, "ceiling": ceiling, "over": over}
    return _('"%(label)s": the total is %(total)s and the ceiling is %(ceiling)s. Take off %(over)s.') % words


def cell_of_to_fill(line: dict, label: dict) -> str:
    return _('"%(line)s": fill in "%(label)s".') % {
        "line": wording.here(line),
        "label": wording.here(label),
    }


def cell_of_to_correct(line: dict, sentence: str) -> str:
    return _('"%(line)s": %(sentence)s') % {"line": wording.here(line), "sentence": sentence}


def cell_of_to_read(line: dict, label: dict, sentence: str) -> str:
    words = {"line": wording.here(line), "label": wording.here(label), "sentence": sentence}
    return _('"%(line)s", "%(label)s": %(sentence)s') % words


def cell_to_fill(label: dict, row: int) -> str:
    return _('Line %(row)s: fill in "%(label)s".') % {"row": row, "label": wording.here(label)}


def cell_to_correct(row: int, sentence: str) -> str:
    return _("Line %(row)s: %(sentence)s") % {"row": row, "sentence": sentence}


def cell_to_read(row: int, label: dict, sentence: str) -> str:
    words = {"row": row, "label": wording.here(label), "sentence": sentence}
    return _('Line %(row)s, "%(label)s": %(sentence)s') % words


# -- what a file still needs -----------------------------------------------------------------------------


def to_answer(label: dict) -> str:
    return _('Answer "%(label)s".') % {"label": wording.here(label)}


def more_files(label: dict, limit: int) -> str:
    return _('"%(label)s": add at least %(limit)s files.') % {"label": wording.here(label), "limit": limit}


def to_confirm(label: dict) -> str:
    return _('Confirm "%(label)s".') % {"label": wording.here(label)}


def to_add(label: dict) -> str:
    return _('Add the document "%(label)s".') % {"label": wording.here(label)}


def to_correct(label: dict, sentence: str) -> str:
    return _('"%(label)s" is to be corrected. %(sentence)s') % {
        "label": wording.here(label),
        "sentence": sentence,
    }


def _over(label: dict, count: int, limit: int) -> dict[str, str]:
    return {
        "label": wording.here(label),
        "count": number(count),
        "limit": number(limit),
        "over": number(abs(count - limit)),
    }
