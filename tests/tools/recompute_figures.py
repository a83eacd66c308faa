"""Recomputes every figure of the results from plain rows, by loops: nothing of the product's definitions is imported.

`python tests/tools/recompute_figures.py <file.sqlite3> <day>` prints them, for a copy of a database.
"""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from typing import Any

Rows = list[dict[str, Any]]
TABLES = (
    "cohorts_cohort", "cohorts_place", "applications_application", "milestones_milestone", "reporting_report",
    "reporting_period", "reporting_reportvalue", "reporting_indicator", "funding_budgetline", "funding_award",
    "funding_tranche", "funding_payout", "funding_expense", "mentorship_session",
)  # fmt: skip
PRESENT = ("confirmed", "active", "paused")


def read(execute: Callable[[str], Any]) -> dict[str, Rows]:
    """Return the rows of each table by name; `execute` runs one statement and returns its cursor."""
    tables = {}
    for name in TABLES:
        cursor = execute(f"SELECT * FROM {name}")
        names = [column[0] for column in cursor.description]
        tables[name.split("_", 1)[1]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return tables


def recompute(tables: dict[str, Rows], today: str) -> dict[str, dict[str, int]]:
    """Return each figure by key as {currency or "": amount}, on the day `today` (2027-03-02)."""
    return {**_people(tables, today), **_late(tables, today), **_money(tables), **_reported(tables)}


def _people(tables: dict[str, Rows], today: str) -> dict[str, dict[str, int]]:
    places = [one for one in tables["place"] if one["state"] != "invited"]
    present = {one["startup_id"] for one in places if one["state"] in PRESENT}
    held: dict[int, dict[str, Any]] = {}
    for one in sorted(places, key=lambda row: (row["state"] in PRESENT, str(row["taken_at"]), row["id"])):
        if one["state"] in (*PRESENT, "graduated"):
            held[one["startup_id"]] = one  # the last one stays: present before graduated, then the latest
    genders = {one["id"]: one["lead_gender"] for one in tables["application"]}
    inside = {one["cohort_id"] for one in places if one["state"] in PRESENT}
    return {
        "startups": {"": len(held)},
        "present": {"": len(present)},
        "graduated": {"": len({one["startup_id"] for one in places if one["state"] == "graduated"})},
        "led_by_women": {"": sum(genders.get(one["application_id"]) == "F" for one in held.values())},
        "places": {"": sum(
            one["places"] for one in tables["cohort"] if str(one["ends_on"]) >= today or one["id"] in inside
        )},
        "mentoring": {"": sum(one["minutes"] for one in tables["session"] if one["state"] == "held")},
    }  # fmt: skip


def _late(tables: dict[str, Rows], today: str) -> dict[str, dict[str, int]]:
    states = {one["id"]: one["state"] for one in tables["place"]}
    due = {one["id"]: str(one["due_on"]) for one in tables["period"]}
    milestones = [
        one for one in tables["milestone"]
        if one["state"] in ("planned", "returned") and str(one["due_on"]) < today and states[one["place_id"]] == "active"
    ]  # fmt: skip
    reports = [
        one for one in tables["report"]
        if one["state"] in ("expected", "returned") and due[one["period_id"]] < today
        and states[one["place_id"]] in ("active", "graduated")
    ]  # fmt: skip
    return {"late_milestones": {"": len(milestones)}, "late_reports": {"": len(reports)}}


def _money(tables: dict[str, Rows]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {key: {} for key in ("budget", "committed", "paid", "justified")}
    awards = {one["id"]: one for one in tables["award"]}
    tranches = {one["id"]: one for one in tables["tranche"]}

    def add(key: str, currency: str, amount: int) -> None:
        found[key][currency] = found[key].get(currency, 0) + amount

    for line in tables["budgetline"]:
        add("budget", line["currency"], line["amount"])
    for award in awards.values():
        if award["state"] != "cancelled":
            kept = award["requested_amount"] if award["state"] == "closed" else award["ceiling_amount"]
            add("committed", award["currency"], kept)
    # Paid is recomputed from the payments themselves, which the product's figure does not read.
    for payout in tables["payout"]:
        if payout["state"] == "paid":
            add("paid", payout["currency"], payout["amount"])
    for expense in tables["expense"]:
        if expense["state"] == "accepted":
            award = awards[tranches[expense["tranche_id"]]["award_id"]]
            add("justified", award["currency"], expense["amount"])
    return {key: amounts or {"XOF": 0} for key, amounts in found.items()}


def _reported(tables: dict[str, Rows]) -> dict[str, dict[str, int]]:
    startups = {one["id"]: one["startup_id"] for one in tables["place"]}
    periods = {one["id"]: one for one in tables["period"]}
    codes = {one["id"]: one["code"] for one in tables["indicator"]}
    accepted: dict[int, Rows] = {}
    for report in tables["report"]:
        if report["state"] == "accepted":
            accepted.setdefault(startups[report["place_id"]], []).append(report)
    values: dict[int, dict[str, Decimal]] = {}
    for value in tables["reportvalue"]:
        if value["value"] is not None:
            values.setdefault(value["report_id"], {})[codes[value["indicator_id"]]] = Decimal(
                str(value["value"])
            )

    def end(report: dict[str, Any]) -> tuple[str, str, str, int]:
        period = periods[report["period_id"]]
        return (str(period["ends_on"]), str(period["due_on"]), str(report["decided_at"]), report["id"])

    jobs = turnover = Decimal(0)
    for reports in accepted.values():
        last = values.get(max(reports, key=end)["id"], {})
        jobs += last.get("jobs_full_time", 0) + last.get("jobs_part_time", 0)
        quarters = [
            (
                str(periods[one["period_id"]]["starts_on"]),
                str(periods[one["period_id"]]["ends_on"]),
                one["id"],
            )
            for one in reports
            if periods[one["period_id"]]["kind"] == "quarter"
        ]
        for first, until, number in quarters:
            if not any(begin <= until and (until, number) < (stop, other) and first <= stop
                       for begin, stop, other in quarters):  # fmt: skip
                turnover += values.get(number, {}).get("revenue", 0)
    return {"jobs": {"": int(jobs)}, "turnover": {"": int(turnover)}}


def main(path: str, today: str) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        for key, amounts in recompute(read(database.execute), today).items():
            sys.stdout.write(f"{key}: {amounts}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
