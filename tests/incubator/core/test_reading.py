"""The one reader: what people type, exact values, and that what is printed can be read back."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import phonenumbers
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from incubator.core import reading
from incubator.core.money import EXPONENTS
from incubator.ui import typography

CODES = some.sampled_from(("fr", "en"))
DAYS = some.dates(date(1900, 1, 1), date(2100, 12, 31))
INSTANTS = some.datetimes(datetime(1900, 1, 2), datetime(2100, 12, 30)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("typed", "francs"),
    [
        ("1 500 000", 1_500_000),
        ("1 500 000,00", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000.00", 1_500_000),
        ("1 500 000 F CFA", 1_500_000),
        ("1500000FCFA", 1_500_000),
        ("XOF 1,200,000", 1_200_000),
        ("1\u202f500\u202f000\u00a0F\u00a0CFA", 1_500_000),
        ("\ufeff1\u2009500\u2007000", 1_500_000),
        ("1’500’000 francs", 1_500_000),
        ("1500 000", 1_500_000),
        ("1.500", 1500),
        ("1,500", 1500),
        ("１５００", 1500),
        ("٣٠٠٠", 3000),
        ("0", 0),
        ("12,0 F", 12),
    ],
)
def test_francs(typed, francs):
    assert reading.money(typed) == francs


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1 500 000,50", "cents"),
        ("1500,5", "cents"),
        ("-5", "negative"),
        ("150 €", "currency"),
        ("USD 150", "currency"),
        ("1 50 000", "not_an_amount"),
        ("10 000 20 000 5", "not_an_amount"),
        ("beaucoup", "not_an_amount"),
        ("", "not_an_amount"),
        ("F CFA", "not_an_amount"),
        ("1e6", "not_an_amount"),
        ("9" * 16, "too_large"),
        ("1 500.000", "two_readings"),
        ("1500.000", "two_readings"),
        ("1 500 000,000", "two_readings"),
    ],
)
def test_no_francs(typed, code):
    with pytest.raises(reading.Unreadable) as refused:
        reading.money(typed)
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


def test_a_sentence_speaks_the_language_of_the_page():
    with pytest.raises(reading.Unreadable) as refused:
        reading.money("1 500,50")
    assert refused.value.sentence == "Un montant est en francs entiers, sans centimes."
    with translation.override("en"):
        assert refused.value.sentence == "An amount is in whole francs, without cents."


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("10 %", "10"),
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        ("1 234,567", "1234.567"),
        ("1,234", "1.234"),
        ("−4", "-4"),
    ],
)
def test_numbers(typed, value):
    assert reading.number(typed) == Decimal(value)


def test_a_comma_and_three_digits_are_read_as_the_page_prints_them():
    assert reading.number("1,234", language="en") == 1234
    assert reading.number("1.234", language="en") == Decimal("1.234")
    assert reading.whole("1,234") == reading.whole("1.234") == 1234


@pytest.mark.parametrize("typed", ["", "douze", "1e5", "1,2,3", "1.234.5", "1,2345", "10 20"])
def test_no_number(typed):
    with pytest.raises(reading.Unreadable):
        reading.number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "29/11/2026", "29-11-2026", "29.11.2026", "29 11 2026", "2026-11-29", "2026/11/29", "29 novembre 2026",
        "dimanche 29 novembre 2026", "Sunday 29 November 2026", "November 29, 2026", "29 nov. 2026",
        "29/11/2026 14:30", "29/11/2026 à 14 h 30", "29/11/2026 14:03:11", "2026/11/29 2:03:11 PM GMT+1",
        "29–11–2026", "2026-11-29T14:30:00+00:00", " 29\u00a0novembre\u202f2026 ", "\u200e29/11/2026", "29\u201111\u20112026",
    ],
)  # fmt: skip
def test_days(typed):
    assert reading.day(typed) == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/02/2026", "no_such_day"),
        ("11/29/2026", "no_such_day"),
        ("29.11.26", "year"),
        ("29/11/1826", "year"),
        ("demain", "not_a_date"),
        ("5 jui 2027", "not_a_date"),
        ("29/11/2026 25:00", "not_an_hour"),
        ("29/11/2026 environ", "not_an_hour"),
        ("", "not_a_date"),
    ],
)
def test_no_day(typed, code):
    with pytest.raises(reading.Unreadable) as refused:
        reading.day(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "typed",
    ["03/2027", "3/2027", "3-2027", "2027-03", "mars 2027", "Mars 2027", "mars de 2027", "mar. 2027", "March 2027",
     "march, 2027", "15/03/2027", "1er mars 2027", " 03 / 2027 "],
)  # fmt: skip
def test_months(typed):
    assert reading.month(typed) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("13/2027", "not_a_month"), ("0/2027", "not_a_month"), ("jui 2027", "not_a_month"), ("2027", "not_a_month"),
     ("", "not_a_month"), ("bientôt", "not_a_month"), ("03/1826", "year"), ("31/02/2027", "no_such_day")],
)  # fmt: skip
def test_no_month(typed, code):
    with pytest.raises(reading.Unreadable) as refused:
        reading.month(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("29/11/2026 14:30", (14, 30)),
        ("29/11/2026 à 14 h 30", (14, 30)),
        ("29/11/2026 14h", (14, 0)),
        ("29/11/2026 2:30 pm", (14, 30)),
        ("2026-11-29T14:30", (14, 30)),
        ("2026-11-29T14:30+02:00", (12, 30)),
    ],
)
def test_instants(typed, instant):
    assert reading.moment(typed) == datetime(2026, 11, 29, *instant, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["UTC+99", "+23:99", "GMT-24", "+14:01"])
def test_an_hour_of_no_clock(zone):
    with pytest.raises(reading.Unreadable) as refused:
        reading.moment(f"29/11/2026 17:00 {zone}")
    assert refused.value.code == "not_an_hour"


def test_a_raised_letter_is_the_letter():
    assert reading.day("1ᵉʳ mars 2027") == reading.day("1er mars 2027") == date(2027, 3, 1)


def test_a_day_alone_is_an_instant_only_where_the_hour_is_agreed():
    assert reading.moment("29/11/2026", hour=time(17)) == datetime(2026, 11, 29, 17, tzinfo=UTC)
    with pytest.raises(reading.Unreadable, match="Donnez l’heure aussi"):
        reading.moment("29/11/2026")


@pytest.mark.parametrize(
    "typed",
    [
        "90 00 00 40", "90000040", "90-00-00-40", "90.00.00.40", "+228 90 00 00 40", "00228 90 00 00 40",
        "228 90 00 00 40", "+228 (0)90 00 00 40", "(+228) 90 00 00 40", "Tél. : 90 00 00 40", "tel:+22890000040",
        "\u202a+228 90 00 00 40\u202c", "\u200e90000040", "90\u201100\u201100\u201140", "９００００040",
    ],
)  # fmt: skip
def test_telephones(typed):
    assert reading.telephone(typed) == "+22890000040"


def test_a_telephone_of_elsewhere():
    assert reading.telephone("+33 (0)6 12 34 56 78") == "+33612345678"
    assert reading.telephone("06 12 34 56 78", region="FR") == "+33612345678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ama",
        "9000004",
        "090000040",
        "+228 900 000 400",
        "90 00 00 40 / 91 00 00 40",
        "90000040 poste 3",
        "00000000",
    ],
)
def test_no_telephone(typed):
    with pytest.raises(reading.Unreadable):
        reading.telephone(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ama@exemple.tg",
        " AMA@exemple.tg\u200b",
        "ama@exemple\u2060.tg",
        "Ama <ama@exemple.tg>",
        "ama@exemple.tg;",
    ],
)
def test_addresses(typed):
    assert reading.email(typed) == "ama@exemple.tg"


@pytest.mark.parametrize("typed", ["", "ama", "ama@exemple", "ama @exemple.tg", "ama@exemple..tg"])
def test_no_address(typed):
    with pytest.raises(reading.Unreadable):
        reading.email(typed)


def test_what_is_looked_for():
    assert reading.as_contact("90 00 00 40") == "+22890000040"
    assert reading.as_contact("AMA@exemple.tg") == "ama@exemple.tg"
    assert reading.as_contact("Ama") == ""
    assert reading.digits_typed("00228 90 00") == "2289000"
    assert reading.digits_typed("Ama 90") == ""


def test_signs_nobody_sees():
    assert reading.one_line(" AC\u20112027\u00ad-01\u200b \u00a0 \u202eX\ufeff ") == "AC-2027-01 X"
    assert reading.visible("e\u0301") == "é"


@given(amount=some.integers(0, 10**13), currency=some.sampled_from(sorted(EXPONENTS)), code=CODES)
def test_printed_money_is_read(amount, currency, code):
    with translation.override(code):
        assert reading.money(typography.money(amount, currency), currency) == amount


@given(value=some.decimals(-(10**9), 10**9, places=3), code=CODES)
def test_printed_numbers_are_read(value, code):
    with translation.override(code):
        assert reading.number(typography.number(value)) == value
        assert reading.whole(typography.number(int(value))) == int(value)
        assert reading.number(typography.percent(int(value))) == int(value)


@given(value=DAYS, code=CODES)
def test_printed_days_are_read(value, code):
    with translation.override(code):
        assert reading.day(typography.day(value)) == reading.day(typography.short_day(value)) == value


@given(value=INSTANTS, seconds=some.integers(0, 59), code=CODES)
def test_printed_instants_are_read(value, seconds, code):
    exact = value + timedelta(seconds=seconds)
    with translation.override(code):
        assert reading.moment(typography.moment(value)) == value
        assert reading.moment(typography.short_moment(value)) == value
        assert reading.moment(typography.exact_moment(exact)) == exact


@given(region=some.sampled_from(("TG", "BJ", "GH", "FR", "US", "CI")), code=CODES)
def test_printed_telephones_are_read(region, code):
    kept = phonenumbers.format_number(
        phonenumbers.example_number(region), phonenumbers.PhoneNumberFormat.E164
    )
    with translation.override(code):
        assert reading.telephone(typography.telephone(kept)) == kept


READERS = (
    reading.money, reading.number, reading.whole, reading.day, reading.moment, reading.telephone, reading.email,
)  # fmt: skip


@given(text=some.text(max_size=60), read=some.sampled_from(READERS))
def test_any_text_is_read_or_refused_with_a_sentence(text, read):
    with suppress(reading.Unreadable):
        assert read(text) is not None


@given(text=some.text())
def test_a_text_made_visible_stays_as_it_is(text):
    assert reading.one_line(reading.one_line(text)) == reading.one_line(text)


@given(text=some.text() | some.text(alphabet=" \t\x1c\x85\u00a0\u00ad\u200b\u202e\ufeff\x07e\u0301"))
def test_a_text_is_visible_when_something_of_it_is_left(text):
    assert reading.is_visible(text) == bool(reading.one_line(text))
