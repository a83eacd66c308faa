import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator.core.money import Money, WrongCurrency, share, split


def test_amounts_of_one_currency_add_up():
    assert Money(900_000) + Money(1_200_000) == Money(2_100_000, "XOF")


def test_amounts_of_two_currencies_do_not():
    with pytest.raises(WrongCurrency, match="XOF and EUR do not add up"):
        Money(1) + Money(1, "EUR")


@pytest.mark.parametrize("amount", [1.5, "1", True, None])
def test_only_whole_numbers_are_amounts(amount):
    with pytest.raises(TypeError, match="whole number of minor units"):
        Money(amount)


def test_an_unknown_currency_is_refused():
    with pytest.raises(ValueError, match="Unknown currency: ABC"):
        Money(1, "ABC")


def test_a_share_is_rounded_down():
    assert share(999, 50) == 499


def test_the_sample_grant_splits_as_the_call_says():
    assert split(3_000_000, [30, 40, 30]) == [900_000, 1_200_000, 900_000]


def test_parts_that_do_not_make_a_hundred_are_refused():
    with pytest.raises(ValueError, match="The parts must make 100 %"):
        split(100, [50, 49])


@given(st.integers(1, 10**12), st.integers(0, 100))
def test_a_split_never_loses_a_franc(amount, first):
    assert sum(split(amount, [first, 100 - first])) == amount
