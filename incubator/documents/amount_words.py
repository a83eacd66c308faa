"""Amounts written in words, as receipts and orders ask for (pure)."""

from incubator.core.bilingual import current_language
from incubator.core.money import EXPONENTS

UNITS = {"XOF": {"fr": ("franc CFA", "francs CFA"), "en": ("CFA franc", "CFA francs")}}
FR = (  # noqa: SIM905
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf").split()  # fmt: skip
FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
EN = (  # noqa: SIM905
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen").split()  # fmt: skip
EN_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


def amount_in_words(amount: int, currency: str) -> str:
    """Write a whole amount in words in the active language; empty where the currency is not written so."""
    language = current_language()
    if currency not in UNITS or EXPONENTS.get(currency, 0) or not 0 <= amount < 10**12:
        return ""
    one, many = UNITS[currency][language]
    if language == "en":
        return f"{english(amount)} {one if amount == 1 else many}"
    link = "de " if amount and amount % 1_000_000 == 0 else ""
    return f"{french(amount)} {link}{one if amount < 2 else many}"


def french(number: int) -> str:
    """Write a number under a thousand billion in French (traditional hyphens)."""
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        if number >= size:
            count, rest = divmod(number, size)
            head = f"{french(count)} {name}{'s' if count > 1 else ''}"
            return f"{head} {french(rest)}" if rest else head
    if number >= 1000:
        count, rest = divmod(number, 1000)
        # Before "mille", neither "cents" nor "quatre-vingts" keeps its s.
        head = "mille" if count == 1 else f"{_french_hundreds(count, final=False)} mille"
        return f"{head} {_french_hundreds(rest, final=True)}" if rest else head
    return _french_hundreds(number, final=True)


def _french_hundreds(number: int, *, final: bool) -> str:
    if number < 100:
        return _french_tens(number, final=final)
    count, rest = divmod(number, 100)
    head = "cent" if count == 1 else f"{FR[count]} cent"
    if not rest:
        return f"{head}s" if count > 1 and final else head
    return f"{head} {_french_tens(rest, final=final)}"


def _french_tens(number: int, *, final: bool) -> str:
    if number < 20:
        return FR[number]
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    if not unit:
        return "quatre-vingts" if ten == 8 and final else FR_TENS[ten]
    joint = " et " if unit in (1, 11) and ten != 8 else "-"
    return f"{FR_TENS[ten]}{joint}{FR[unit]}"


def english(number: int) -> str:
    """Write a number under a thousand billion in English."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            count, rest = divmod(number, size)
            head = f"{english(count)} {name}"
            return f"{head} {english(rest)}" if rest else head
    if number >= 100:
        count, rest = divmod(number, 100)
        return f"{EN[count]} hundred and {english(rest)}" if rest else f"{EN[count]} hundred"
    if number < 20:
        return EN[number]
    ten, unit = divmod(number, 10)
    return f"{EN_TENS[ten]}-{EN[unit]}" if unit else EN_TENS[ten]
