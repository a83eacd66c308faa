"""Numbers prefilled, typed, missing with a reason; a report sent."""

from decimal import Decimal

import pytest

from incubator.core.reading import Unreadable
from incubator.reporting import acceptance, filling
from incubator.reporting.models import Indicator, Report, ReportValue
from incubator.workflow.models import Event
from incubator.workflow.refusals import IllegalMove
from tests.world.applications import draft
from tests.world.incubation import (
    REPORTED,
    accepted_report,
    expected_report,
    fill_report,
    submitted_report,
)

NBSP = "\u00a0"


def lines(report: Report) -> dict[str, tuple]:
    return {line.indicator.code: (line.value, line.source) for line in filling.lines_of(report)}


def save(report, founder, values=None, reasons=None, **words):
    texts = {"done": "", "difficulties": "", "next_steps": "", **words}
    return filling.save(report, values=values or {}, reasons=reasons or {}, by=founder, at=REPORTED, **texts)


def line(report: Report, code: str) -> ReportValue:
    return report.values.get(indicator__code=code)


@pytest.mark.parametrize(
    ("typed", "unit", "read"),
    [
        ("", "%", None),
        ("  ", "count", None),
        ("0", "count", Decimal(0)),
        ("1 200", "count", Decimal(1200)),
        ("1.200", "people", Decimal(1200)),
        ("１２", "people", Decimal(12)),
        ("1\u202f500\u00a0000", "XOF", Decimal(1500000)),
        ("1 500 000 F CFA", "XOF", Decimal(1500000)),
        ("1 500 000,00", "XOF/month", Decimal(1500000)),
        ("3,5", "%", Decimal("3.5")),
        ("3.25", "hours", Decimal("3.25")),
    ],
)
def test_read_number(typed, unit, read):
    assert filling.read_number(typed, unit) == read


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("douze", "%"),
        ("-1", "%"),
        ("-1", "XOF"),
        ("1e5", "%"),
        ("NaN", "%"),
        ("Infinity", "%"),
        ("1_000", "count"),
        ("1,5", "count"),
        ("1 200,50", "XOF"),
        ("12 €", "XOF"),
        ("3,555", "%"),
        ("9" * 16, "count"),
        ("12 F", "count"),
    ],
)
def test_what_is_not_a_number(typed, unit):
    with pytest.raises(Unreadable):
        filling.read_number(typed, unit)


def test_without_application_or_report_nothing_is_prefilled(place, officer):
    report = expected_report(place, officer)

    assert set(lines(report).values()) == {(None, "")}


def test_stocks_start_from_the_application(place, founder, officer):
    place.application = _application(
        place,
        founder,
        users=42,
        founders_count=3,
        jobs_full_time_women=2,
        jobs_full_time_men=1,
        revenue_12m=900_000,
    )
    place.save()

    report = expected_report(place, officer)

    assert lines(report) == {
        "revenue": (None, ""),
        "cash_in_hand": (None, ""),
        "monthly_expenses": (None, ""),
        "active_customers": (Decimal(42), "application"),
        "jobs_full_time": (Decimal(3), "application"),
        "jobs_part_time": (None, ""),
        "working_founders": (Decimal(3), "application"),
        "products_launched": (None, ""),
    }


def _application(place, founder, **columns):
    application = draft(place.cohort.call, founder, startup=place.startup)
    for name, value in columns.items():
        setattr(application, name, value)
    application.save()
    return application


def test_stocks_start_from_the_last_accepted_report(place, founder, officer):
    first = expected_report(place, officer, "2027-t2")
    fill_report(first, founder, number="7")
    save(
        first,
        founder,
        {"cash_in_hand": ""},
        {"cash_in_hand": "Compte en cours d’ouverture."},
        done="a",
        difficulties="b",
        next_steps="c",
    )
    filling.submit(first, by=founder, at=REPORTED)
    acceptance.accept(first, by=officer, at=REPORTED)

    report = expected_report(place, officer, "2027-t3")

    assert lines(report) == {
        "revenue": (None, ""),
        "cash_in_hand": (None, ""),
        "monthly_expenses": (None, ""),
        "active_customers": (Decimal(7), "report"),
        "jobs_full_time": (Decimal(7), "report"),
        "jobs_part_time": (Decimal(7), "report"),
        "working_founders": (Decimal(7), "report"),
        "products_launched": (None, ""),
    }


def test_a_report_that_was_not_accepted_prefills_nothing(place, founder, officer):
    submitted_report(place, founder, officer, "2027-t2")

    assert set(lines(expected_report(place, officer, "2027-t3")).values()) == {(None, "")}


def test_a_changed_number_loses_its_source(place, founder, officer):
    accepted_report(place, founder, officer, "2027-t2")
    report = expected_report(place, officer, "2027-t3")

    save(report, founder, {"active_customers": "10", "jobs_full_time": "11"})

    assert (lines(report)["active_customers"], lines(report)["jobs_full_time"]) == (
        (Decimal(10), "report"),
        (Decimal(11), ""),
    )


def test_zero_is_a_number_and_nothing_needs_a_reason(place, founder, officer):
    report = expected_report(place, officer)
    fill_report(report, founder)
    save(
        report,
        founder,
        {"revenue": "0", "cash_in_hand": "", "products_launched": ""},
        {"products_launched": "Aucun produit prévu."},
        done="a",
        difficulties="b",
        next_steps="c",
    )

    assert filling.missing(report) == {
        "cash_in_hand": "Écrivez un nombre (0 compte), ou dites pourquoi il n’y en a pas."
    }
    assert (line(report, "revenue").value, line(report, "products_launched").value) == (Decimal(0), None)


def test_typed_text_is_kept_until_it_is_a_number(place, founder, officer):
    report = expected_report(place, officer)
    fill_report(report, founder)
    save(report, founder, {"revenue": "beaucoup"}, done="a", difficulties="b", next_steps="c")

    assert (line(report, "revenue").value, line(report, "revenue").typed) == (None, "beaucoup")
    assert filling.missing(report) == {
        "revenue": f"«{NBSP}beaucoup{NBSP}» n’est pas un nombre. "
        "Écrivez des chiffres seulement, par exemple 1200."
    }


def test_an_incomplete_report_is_not_sent(place, founder, officer):
    report = expected_report(place, officer)
    events = Event.objects.count()

    with pytest.raises(filling.ReportIncomplete) as refusal:
        filling.submit(report, by=founder, at=REPORTED)

    report.refresh_from_db()
    assert list(refusal.value.data["missing"]) == [
        "revenue",
        "cash_in_hand",
        "monthly_expenses",
        "active_customers",
        "jobs_full_time",
        "jobs_part_time",
        "working_founders",
        "products_launched",
        "done",
        "difficulties",
        "next_steps",
    ]
    assert (report.state, report.submitted_at, Event.objects.count()) == ("expected", None, events)


def test_a_sent_report_is_read_only(place, founder, officer):
    report = submitted_report(place, founder, officer)

    with pytest.raises(IllegalMove) as refusal:
        save(report, founder, {"revenue": "1"})

    assert str(refusal.value) == "Ce rapport a déjà été envoyé. Il ne change que si le centre le renvoie."
    assert line(report, "revenue").value == Decimal(10)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "est inférieur à zéro. Écrivez 0 ou plus, sans signe."),
        ("\N{MINUS SIGN}5", "est inférieur à zéro. Écrivez 0 ou plus, sans signe."),
        ("3,5", "n’est pas un nombre entier. Écrivez-le sans partie décimale, par exemple 1200."),
        ("beaucoup", "n’est pas un nombre. Écrivez des chiffres seulement, par exemple 1200."),
    ],
)
def test_a_refused_number_says_what_is_wrong_with_it(typed, sentence):
    line = ReportValue(typed=typed, indicator=Indicator(unit="count"))

    assert filling._unreadable(line) == f"«{NBSP}{typed}{NBSP}» {sentence}"
