from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from incubator.core.money import Money
from incubator.ui import typography

CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
N, T = "\u00a0", "\u202f"


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("call", "french", "other"),
    [
        (lambda: typography.money(1_500_000), f"1{T}500{T}000{N}F{N}CFA", f"XOF{N}1,500,000"),
        (lambda: typography.money(0), f"0{N}F{N}CFA", f"XOF{N}0"),
        (lambda: typography.money(-1500), f"-1{T}500{N}F{N}CFA", f"XOF{N}-1,500"),
        (lambda: typography.money(123_456, "EUR"), f"1{T}234,56{N}€", f"EUR{N}1,234.56"),
        (lambda: typography.money(Money(900_000)), f"900{T}000{N}F{N}CFA", f"XOF{N}900,000"),
        (lambda: typography.money(None), "–", "–"),
        (lambda: typography.number(1234567), f"1{T}234{T}567", "1,234,567"),
        (lambda: typography.number(3.14159, 2), "3,14", "3.14"),
        (lambda: typography.percent(12.5, 1), f"12,5{N}%", "12.5%"),
        (lambda: typography.filesize(340), f"340{N}octets", f"340{N}B"),
        (lambda: typography.filesize(340_000), f"340{N}Ko", f"340{N}KB"),
        (lambda: typography.filesize(1_800_000), f"1,8{N}Mo", f"1.8{N}MB"),
        (lambda: typography.day(date(2027, 3, 5)), "vendredi 5 mars 2027", "Friday 5 March 2027"),
        (lambda: typography.day(date(2027, 10, 1)), "vendredi 1er octobre 2027", "Friday 1 October 2027"),
        (lambda: typography.short_day(date(2027, 8, 1)), "1er août 2027", "1 August 2027"),
        (lambda: typography.short_day(date(2027, 8, 11)), "11 août 2027", "11 August 2027"),
        (lambda: typography.day_month(date(2027, 10, 1)), "1er octobre", "1 October"),
        (lambda: typography.clock_time(time(14, 2)), f"14{N}h{N}02", "14:02"),
        (lambda: typography.clock_time(CLOSES), f"17{N}h{N}00", "17:00"),
        (
            lambda: typography.moment(CLOSES),
            f"vendredi 5 mars 2027 à 17{N}h{N}00, heure de Lomé (UTC+0)",
            "Friday 5 March 2027 at 17:00, Lomé time (UTC+0)",
        ),
        (
            lambda: typography.exact_moment(CLOSES - timedelta(seconds=2)),
            f"vendredi 5 mars 2027 à 16{N}h{N}59{N}min{N}58{N}s, heure de Lomé (UTC+0)",
            "Friday 5 March 2027 at 16:59:58, Lomé time (UTC+0)",
        ),
        (lambda: typography.short_moment(CLOSES), f"5 mars 2027, 17{N}h{N}00", "5 March 2027, 17:00"),
        (lambda: typography.joined(["a", "b", "c"]), "a, b et c", "a, b and c"),
        (lambda: typography.joined(["a", "b"]), "a et b", "a and b"),
        (lambda: typography.joined(["a"]), "a", "a"),
    ],
)
def test_typography_in_both_languages(call, french, other):
    assert call() == french
    with translation.override("en"):
        assert call() == other


@pytest.mark.parametrize(
    ("left", "french", "other"),
    [
        (timedelta(days=3, hours=2), f"Il vous reste 3{N}jours.", f"You have 3{N}days left."),
        (timedelta(days=1), f"Il vous reste 1{N}jour.", f"You have 1{N}day left."),
        (timedelta(hours=5, minutes=59), f"Il vous reste 5{N}heures.", f"You have 5{N}hours left."),
        (timedelta(minutes=12), f"Il vous reste 12{N}minutes.", f"You have 12{N}minutes left."),
        (timedelta(minutes=1), f"Il vous reste 1{N}minute.", f"You have 1{N}minute left."),
        (timedelta(seconds=59), "Il reste moins d’une minute.", "Less than a minute is left."),
        (timedelta(0), "Le délai est passé.", "The time is over."),
    ],
)
def test_time_left_is_written_by_the_server(left, french, other):
    assert typography.time_left(CLOSES, CLOSES - left) == french
    with translation.override("en"):
        assert typography.time_left(CLOSES, CLOSES - left) == other


@pytest.mark.parametrize(
    ("plain", "spaced"),
    [
        ("Attention : ceci", f"Attention{N}: ceci"),
        ("Quel problème ?", f"Quel problème{N}?"),
        ("un ; deux", f"un{N}; deux"),
        ("« mot »", f"«{N}mot{N}»"),
        ("«mot»", f"«{N}mot{N}»"),
        (f"«{N}mot{N}»", f"«{N}mot{N}»"),
        ("80 % des dépenses", f"80{N}% des dépenses"),
        ("https://exemple.tg/a?b=1", "https://exemple.tg/a?b=1"),
        ("", ""),
    ],
)
def test_nbsp_puts_french_spaces(plain, spaced):
    assert typography.nbsp(plain) == spaced


def test_nbsp_leaves_english_alone(english):
    assert typography.nbsp("A question : why ?") == "A question : why ?"
