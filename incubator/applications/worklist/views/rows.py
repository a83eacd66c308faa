"""The columns of the office's list, and its rows as HTML.

Drawn here, cell by cell, because four hundred cells cost a template more than everything else on the page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.states import State
from incubator.applications.worklist import flags
from incubator.applications.worklist.filters import ELIGIBILITY_WORDS, Known
from incubator.core.bilingual import pick
from incubator.startups.states import Gender
from incubator.ui import badges, tables, typography

Row = dict[str, Any]
WORDS_OF_A_PITCH = 16
NOTHING = "–"


@dataclass(frozen=True)
class Cell:
    """A column to choose: its words, what it reads, how it is drawn, whether a phone shows it."""

    label: Promise
    reads: tuple[str, ...]
    draw: Callable[[Row], str]
    sort: str = ""
    numeric: bool = False
    on_phone: bool = False
    repeats: bool = False  # rows often say the same: each value is drawn once a page


def _reference(row: Row) -> str:
    return f'<a href="{row["address"]}">{escape(row["reference"])}</a>'


def _startup(row: Row) -> str:
    name = escape(row["startup_name"] or row["startup__name"])
    words = row["pitch"].split(maxsplit=WORDS_OF_A_PITCH)
    pitch = " ".join(words[:WORDS_OF_A_PITCH]) + ("…" if len(words) > WORDS_OF_A_PITCH else "")
    return f"<span>{name}<br><small>{escape(pitch)}</small></span>" if pitch else name


def _sector(row: Row) -> str:
    found = row["sectors"].get(row["sector_id"])
    return conditional_escape(pick(found[1], found[2])) if found else NOTHING


def _zone(row: Row) -> str:
    found = row["places"].get(row["commune_id"])
    return escape(found[2]) if found else NOTHING


def _commune(row: Row) -> str:
    found = row["places"].get(row["commune_id"])
    return escape(found[0]) if found else NOTHING


def _state(row: Row) -> str:
    return f"<span>{_badge(row['state'], State(row['state']).label)}</span>"


def _badge(tone: str, words: object) -> str:
    return f'<span class="badge {badges.tone(tone)}">{escape(str(words))}</span>'


def _eligibility(row: Row) -> str:
    key = {True: "yes", False: "no", None: "unknown"}[row["is_eligible"]]
    return escape(str(ELIGIBILITY_WORDS[key]))


def _charge(row: Row) -> str:
    parts = (row["in_charge__full_name"], row["in_charge__email"], row["in_charge__phone"])
    return escape(next(filter(None, parts), NOTHING))


def _flags(row: Row) -> str:
    found = [_badge(flags.TONES[name], flags.LABELS[name]) for name in flags.read(row["flags"])]
    return f"<span>{' '.join(found)}</span>" if found else NOTHING


def _gender(row: Row) -> str:
    return escape(str(dict(Gender.choices).get(row["lead_gender"], row["lead_gender"] or NOTHING)))


def _amount(row: Row) -> str:
    return NOTHING if row["requested_amount"] is None else escape(typography.money(row["requested_amount"]))


def _moment(name: str) -> Callable[[Row], str]:
    return lambda row: escape(typography.short_moment(row[name]))


CHARGE = ("in_charge__full_name", "in_charge__email", "in_charge__phone")
CELLS: dict[str, Cell] = {
    "reference": Cell(gettext_lazy("Reference"), ("reference",), _reference, "reference", on_phone=True),
    "startup": Cell(
        gettext_lazy("Start-up"), ("startup_name", "startup__name", "pitch"), _startup, "startup", on_phone=True
    ),
    "call": Cell(gettext_lazy("Call"), ("call__reference",), lambda row: escape(row["call__reference"])),
    "sector": Cell(gettext_lazy("Sector"), ("sector_id",), _sector, repeats=True),
    "zone": Cell(gettext_lazy("Zone"), ("commune_id",), _zone, repeats=True),
    "commune": Cell(gettext_lazy("Commune"), ("commune_id",), _commune),
    "gender": Cell(gettext_lazy("Lead"), ("lead_gender",), _gender, repeats=True),
    "state": Cell(gettext_lazy("State"), ("state",), _state, on_phone=True, repeats=True),
    "eligibility": Cell(gettext_lazy("Rules of the call"), ("is_eligible",), _eligibility, repeats=True),
    "charge": Cell(gettext_lazy("In charge"), CHARGE, _charge, on_phone=True, repeats=True),
    "flags": Cell(gettext_lazy("Flags"), ("flags",), _flags, on_phone=True, repeats=True),
    "amount": Cell(gettext_lazy("Amount asked"), ("requested_amount",), _amount, numeric=True),
    "sent": Cell(gettext_lazy("Sent"), ("submitted_at",), _moment("submitted_at"), "sent"),
    "changed": Cell(gettext_lazy("Last change"), ("changed_at",), _moment("changed_at"), "changed", on_phone=True),
}  # fmt: skip
FIRST = ("reference", "startup", "zone", "state", "eligibility", "charge", "flags", "changed")


def chosen(written: str) -> list[str]:
    """Return the columns of "reference,startup,…" that exist, the reference first; the usual ones when empty."""
    wanted = [key for key in dict.fromkeys(written.split(",")) if key in CELLS]
    return list(dict.fromkeys(["reference", *wanted])) if wanted else list(FIRST)


def reads(columns: Iterable[str]) -> list[str]:
    """Return the columns of the database that these columns show."""
    return list(dict.fromkeys(name for key in columns for name in CELLS[key].reads))


def heads(columns: Iterable[str]) -> list[tables.Column]:
    """Return the heads of the table."""
    return [tables.Column(CELLS[key].label, CELLS[key].sort, CELLS[key].numeric) for key in columns]


def drawn(rows: Sequence[Row], columns: Sequence[str], lists: Known) -> SafeString:
    """Return the lines of the table, each with its box to tick."""
    # A phone shows the usual columns without two of them; whoever chose the columns sees all of them there too.
    is_usual = tuple(columns) == FIRST
    cells = [(_opening(CELLS[key], is_usual), _drawing(CELLS[key])) for key in columns]
    word, address = escape(_("Tick")), reverse("applications:desk_file", args=["-"])
    lines = []
    known = {"sectors": lists.sectors, "places": lists.places}
    for row in rows:
        row |= known
        row["address"] = address.replace("-", row["public_id"])
        tick = (
            f'<td class="tick"><label><input type="checkbox" name="ref" value="{row["public_id"]}">'
            f'<span class="quiet">{word} {escape(row["reference"])}</span></label></td>'
        )
        lines.append(f"<tr>{tick}{''.join(f'{opening}{draw(row)}</td>' for opening, draw in cells)}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 - every cell escapes what it is given


def _drawing(cell: Cell) -> Callable[[Row], str]:
    """Return how the cells of a column are drawn on one page."""
    if not cell.repeats:
        return cell.draw
    known: dict[tuple[Any, ...], str] = {}

    def once(row: Row) -> str:
        value = tuple(row[name] for name in cell.reads)
        if value not in known:
            known[value] = cell.draw(row)
        return known[value]

    return once


def _opening(cell: Cell, is_usual: bool) -> str:
    hidden = "wide" if is_usual and not cell.on_phone else ""
    classes = " ".join(filter(None, ["num" if cell.numeric else "", hidden]))
    return format_html('<td class="{}" data-label="{}">', classes, cell.label).replace(' class=""', "")
