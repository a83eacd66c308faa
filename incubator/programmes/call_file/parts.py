"""Reads the parts of a call's file, each on its own.

What is wrong with dates, places, grid, grant and milestones.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from incubator.forms.definition import compile_definition
from incubator.forms.problems import Problem, problems
from incubator.programmes.states import DocumentMoment, EntryKind

SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*", re.ASCII)
CONDITIONS = {
    "agreement_signed": (),
    "registration_recorded": (),
    "milestone_approved": ("number",),
    "spending_justified": ("tranche", "percent"),
    "report_accepted": ("period",),
    "payment_account_verified": (),
}
Data = Mapping[str, Any]


class Reader:
    """Walks a file and remembers what is wrong."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.problems: list[Problem] = []

    def fault(self, path: str, message: str) -> None:
        self.problems.append(Problem(f"call.{path}", message))

    def at(self, path: str, among: Data | None = None) -> Any:
        """Return what stands at a dotted path, None when there is nothing."""
        found: Any = self.data if among is None else among
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def text(self, path: str, value: Any, longest: int = 0) -> None:
        if not isinstance(value, str) or not value.strip():
            self.fault(path, _("The text is missing."))
        elif longest and len(value) > longest:
            self.fault(path, _("The text is longer than %(limit)s characters.") % {"limit": longest})

    def slug(self, path: str, value: Any, longest: int = 50) -> None:
        if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > longest:
            self.fault(path, _("A short name is made of small letters, digits and hyphens."))

    def whole(self, path: str, value: Any, low: int, high: int | None = None) -> bool:
        if isinstance(value, bool) or not isinstance(value, int) or value < low or (high and value > high):
            self.fault(path, _("A whole number is expected here, from %(low)s.") % {"low": low})
            return False
        return True

    def rows(self, path: str) -> list[Data]:
        found = self.at(path)
        return found if isinstance(found, list) else []


def evidence_of(fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Return evidence fields compiled as a form of one step (they are internal unless they say otherwise)."""
    wanted = [{"data_class": "internal", **field} for field in fields]
    return compile_definition([{"key": "evidence", "title_fr": "–", "fields": wanted}], [], {})


def check(reader: Reader) -> None:
    """Note on the reader everything wrong with each part, in reading order."""
    for part in (head, themes, calendar, places, grid, grant, milestones, documents):
        part(reader)


def head(reader: Reader) -> None:
    reader.slug("slug", reader.at("slug"), 80)
    reader.text("reference", reader.at("reference"), 20)
    reader.slug("programme.slug", reader.at("programme.slug"))
    reader.text("programme.name_fr", reader.at("programme.name_fr"), 160)
    reader.text("title_fr", reader.at("title_fr"), 200)
    reader.text("summary_fr", reader.at("summary_fr"))
    try:
        ZoneInfo(reader.at("time_zone") or "Africa/Lome")
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        reader.fault("time_zone", _("This time zone is not known."))
    for index, section in enumerate(reader.rows("sections")):
        reader.slug(f"sections[{index}].slug", section.get("slug"))
        reader.text(f"sections[{index}].heading_fr", section.get("heading_fr"))


def themes(reader: Reader) -> None:
    for index, theme in enumerate(reader.rows("themes")):
        reader.slug(f"themes[{index}].slug", theme.get("slug"))
        reader.text(f"themes[{index}].fr", theme.get("fr"), 120)
    _once(reader, "themes")


def calendar(reader: Reader) -> None:
    moments: dict[str, datetime] = {}
    for index, entry in enumerate(reader.rows("calendar")):
        path = f"calendar[{index}]"
        reader.slug(f"{path}.slug", entry.get("slug"))
        reader.text(f"{path}.fr", entry.get("fr"), 160)
        if entry.get("kind") not in EntryKind.values:
            reader.fault(f"{path}.kind", _('The kind "%(kind)s" is not known.') % {"kind": entry.get("kind")})
        start = _moment(reader, f"{path}.start", entry.get("start"))
        end = _moment(reader, f"{path}.end", entry["end"]) if entry.get("end") else None
        if start and end and end < start:
            reader.fault(f"{path}.end", _("The end is before the start."))
        if start and entry.get("kind") in ("open", "close"):
            if entry["kind"] in moments:
                reader.fault(path, _("The opening and the closing are there once each."))
            moments[entry["kind"]] = start
    _once(reader, "calendar")
    for kind in ("open", "close"):
        if kind not in moments:
            reader.fault("calendar", _('The calendar has no entry of the kind "%(kind)s".') % {"kind": kind})
    if len(moments) == 2 and moments["close"] <= moments["open"]:
        reader.fault("calendar", _("The call closes after it opens."))


def _moment(reader: Reader, path: str, text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        reader.fault(path, _("A date is written 2027-03-05, an instant 2027-03-05T17:00."))
        return None
    return found.replace(tzinfo=None)


def places(reader: Reader) -> None:
    reader.whole("places.selected", reader.at("places.selected"), 1)
    for name in ("waiting_list", "shortlist"):
        if reader.at(f"places.{name}") is not None:
            reader.whole(f"places.{name}", reader.at(f"places.{name}"), 0)


def grid(reader: Reader) -> None:
    rows, total = reader.rows("criteria.items"), 0
    for index, row in enumerate(rows):
        path = f"criteria.items[{index}]"
        reader.slug(f"{path}.slug", row.get("slug"))
        reader.text(f"{path}.fr", row.get("fr"), 160)
        if row.get("min_score") is not None:
            reader.whole(f"{path}.min_score", row["min_score"], 0)
        total += row["weight"] if reader.whole(f"{path}.weight", row.get("weight"), 1, 100) else 0
    _once(reader, "criteria.items")
    if total != 100:
        reader.fault(
            "criteria.items", _("The weights make %(total)s, and they must make 100.") % {"total": total}
        )
    low, high = reader.at("criteria.scale.min"), reader.at("criteria.scale.max")
    if not (isinstance(low, int) and isinstance(high, int) and low < high):
        reader.fault("criteria.scale", _("The scale has a lowest and a highest score."))
    if (labels := reader.at("criteria.scale.labels")) and not _objects(labels):
        reader.fault("criteria.scale.labels", _("A list of objects is expected here."))
    limits = (("reviews_per_application", 1, 9), ("third_review_if_gap_over_points", 0, 99), ("scale.step", 1, 100),
              ("pass_mark_percent", 0, 100))  # fmt: skip
    for name, lowest, highest in limits:
        if reader.at(f"criteria.{name}") is not None:
            reader.whole(f"criteria.{name}", reader.at(f"criteria.{name}"), lowest, highest)
    slugs = {row.get("slug") for row in rows}
    for index, slug in enumerate(reader.at("criteria.tie_break") or []):
        if slug not in slugs:
            reader.fault(
                f"criteria.tie_break[{index}]", _('The criterion "%(slug)s" is not known.') % {"slug": slug}
            )


def _objects(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)


def grant(reader: Reader) -> None:
    tranches = reader.rows("grant.tranches")
    if reader.at("grant") and not isinstance(reader.at("grant"), Mapping):
        reader.fault("grant", _("An object is expected here."))
    if reader.at("grant.max_amount") is not None:
        reader.whole("grant.max_amount", reader.at("grant.max_amount"), 0)
    if not tranches:
        return
    milestones = {row.get("number") for row in reader.rows("milestone_template")}
    reader.whole("grant.max_amount", reader.at("grant.max_amount"), 1)
    for index, row in enumerate(tranches):
        path = f"grant.tranches[{index}]"
        reader.text(f"{path}.label_fr", row.get("label_fr"), 200)
        if row.get("number") != index + 1:
            reader.fault(f"{path}.number", _("The instalments are numbered 1, 2, 3 in their order."))
        reader.whole(f"{path}.percent", row.get("percent"), 1, 100)
        reader.whole(f"{path}.amount", row.get("amount"), 1)
        for place, condition in enumerate(row.get("conditions") or []):
            _condition(reader, f"{path}.conditions[{place}]", condition, index + 1, milestones)
    if sum(row["percent"] for row in tranches if isinstance(row.get("percent"), int)) != 100:
        reader.fault("grant.tranches", _("The shares of the instalments make 100 %."))
    if sum(row["amount"] for row in tranches if isinstance(row.get("amount"), int)) != reader.at(
        "grant.max_amount"
    ):
        reader.fault("grant.tranches", _("The amounts of the instalments make the whole grant."))


def _condition(reader: Reader, path: str, condition: Any, number: int, milestones: set) -> None:
    kind = condition.get("kind") if isinstance(condition, Mapping) else None
    if kind not in CONDITIONS:
        reader.fault(f"{path}.kind", _('The condition "%(kind)s" is not known.') % {"kind": kind})
    elif any(condition.get(name) is None for name in CONDITIONS[kind]):
        reader.fault(
            path, _("The condition is not complete: %(names)s.") % {"names": ", ".join(CONDITIONS[kind])}
        )
    elif kind == "milestone_approved" and condition["number"] not in milestones:
        reader.fault(f"{path}.number", _("The milestone template has no such milestone."))
    elif kind == "spending_justified" and condition["tranche"] not in range(1, number):
        reader.fault(f"{path}.tranche", _("The spending of an earlier instalment is meant here."))


def milestones(reader: Reader) -> None:
    for index, row in enumerate(reader.rows("milestone_template")):
        path = f"milestone_template[{index}]"
        reader.text(f"{path}.title_fr", row.get("title_fr"), 160)
        if row.get("number") != index + 1:
            reader.fault(f"{path}.number", _("The milestones are numbered 1, 2, 3 in their order."))
        reader.whole(f"{path}.due_after_days", row.get("due_after_days"), 1, 3650)
        if row.get("evidence"):
            found = problems(evidence_of(row["evidence"]))
            place = re.compile(r"^steps\[0\]\.fields")
            reader.problems += [
                Problem(place.sub(f"call.{path}.evidence", each.path), each.message) for each in found
            ]


def documents(reader: Reader) -> None:
    for index, row in enumerate(reader.rows("documents")):
        if row.get("when", "application") not in DocumentMoment.values:
            message = _('The moment "%(when)s" is not known.') % {"when": row.get("when")}
            reader.fault(f"documents[{index}].when", message)


def _once(reader: Reader, path: str) -> None:
    seen: set[Any] = set()
    for index, row in enumerate(reader.rows(path)):
        slug = row.get("slug")
        if isinstance(slug, str) and slug in seen:
            reader.fault(f"{path}[{index}].slug", _('The name "%(key)s" is there twice.') % {"key": slug})
        seen.add(slug if isinstance(slug, str) else None)
