"""A start-up with an award, for the lists of money."""

from tests.funding.conftest import _private_storage, award, office, place

__all__ = ["_private_storage", "award", "office", "place"]
