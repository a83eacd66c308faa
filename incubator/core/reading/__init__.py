"""The one reader of what people type: money, numbers, dates, hours, telephones, e-mail addresses, identifiers.

Forms, imports, reports, searches, the API and commands call these functions, and none of their own. Each takes the text
as it was typed or copied, and returns a plain value; what cannot be read raises `Unreadable` with a sentence to show.
What `incubator.ui.typography` prints in either language can be read back here; a property test keeps that true.
"""

from incubator.core.reading.contacts import REGION, email, telephone
from incubator.core.reading.dates import day, moment, month, year
from incubator.core.reading.errors import Unreadable
from incubator.core.reading.numbers import money, number, whole
from incubator.core.reading.searching import as_contact, digits_typed
from incubator.core.reading.signs import is_visible, one_line, tidy, visible

__all__ = [
    "REGION",
    "Unreadable",
    "as_contact",
    "day",
    "digits_typed",
    "email",
    "is_visible",
    "moment",
    "money",
    "month",
    "number",
    "one_line",
    "telephone",
    "tidy",
    "visible",
    "whole",
    "year",
]
