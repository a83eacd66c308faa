"""Money: integer minor units plus a currency. The CFA franc (XOF) has no minor unit."""

from dataclasses import dataclass

EXPONENTS = {"XOF": 0, "XAF": 0, "EUR": 2, "USD": 2}


class WrongCurrency(ValueError):
    """Two amounts of different currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `amount` counts minor units (francs for XOF, cents for EUR)."""

    amount: int
    currency: str = "XOF"

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("Money takes a whole number of minor units.")
        if self.currency not in EXPONENTS:
            raise ValueError(f"Unknown currency: {self.currency}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise WrongCurrency(f"{self.currency} and {other.currency} do not add up.")
        return other.amount


def share(amount: int, percent: int) -> int:
    """Return `percent` % of `amount`, rounded down to a whole minor unit."""
    return amount * percent // 100


def split(amount: int, percents: list[int]) -> list[int]:
    """Split `amount` by `percents` (which must make 100); the last part takes the rounding."""
    if sum(percents) != 100:
        raise ValueError("The parts must make 100 %.")
    parts = [share(amount, percent) for percent in percents]
    parts[-1] += amount - sum(parts)
    return parts
