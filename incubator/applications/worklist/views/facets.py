"""The filters of the list as selects, each value with how many files it would leave."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from incubator.applications.worklist.counting import Counts
from incubator.applications.worklist.filters import FACETS, Chosen, Facet
from incubator.people.models import User

# Filters named by a word that is feminine in French: "Zone : Toutes".
FEMININE = frozenset({"zone"})


def drawn(chosen: Chosen, counts: Counts) -> SafeString:
    """Return every filter as a labelled select.

    A value that would leave nothing is not offered, unless it is the one in force.
    """
    fields = []
    for key, facet in FACETS.items():
        if key == "call" and chosen.known.calls is None:
            continue
        options = "".join(_options(key, facet, chosen, counts))
        every = pgettext("feminine", "All") if key in FEMININE else pgettext("filter", "All")
        fields.append(
            f'<div class="field"><label for="id_{key}">{escape(str(facet.label))}</label>'
            f'<select name="{key}" id="id_{key}"><option value="">{escape(every)}</option>{options}</select></div>'
        )
    return mark_safe("".join(fields))  # noqa: S308 - every word is escaped


def _options(key: str, facet: Facet, chosen: Chosen, counts: Counts) -> Iterator[str]:
    numbers, value = _numbers(key, chosen, counts), chosen.values.get(key, "")
    options = facet.options(chosen.known)
    if key == "charge":
        options = options + _people(numbers)
    for one, words in options:
        if numbers[one] or one == value:
            told = f"{words} ({numbers[one]})" if numbers[one] else words
            mark = " selected" if one == value else ""
            yield f'<option value="{escape(one)}"{mark}>{escape(told)}</option>'


def _numbers(key: str, chosen: Chosen, counts: Counts) -> Counter:
    """Return how many files each value of a filter would leave, by the value as the address writes it."""
    if key == "state":
        return Counter(counts.states)
    raw = counts.of(FACETS[key].column, chosen.states)
    if key == "charge":
        return _by_person(raw, chosen)
    words = {
        "call": {call.pk: call.reference for call in chosen.known.calls or ()},
        "sector": {pk: row[0] for pk, row in chosen.known.sectors.items()},
        "zone": {pk: row[1] for pk, row in chosen.known.places.items()},
        "eligibility": {True: "yes", False: "no", None: "unknown"},
    }.get(key)
    found: Counter = Counter()
    for value, number in raw.items():
        found[words.get(value, "") if words else value] += number
    return found


def _by_person(raw: Counter, chosen: Chosen) -> Counter:
    found = Counter({"me": raw.get(chosen.known.person.pk, 0), "nobody": raw.get(None, 0)})
    others = [pk for pk in raw if pk and pk != chosen.known.person.pk]
    if others:
        for person in User.objects.filter(pk__in=others).only("public_id", "full_name", "email", "phone"):
            found[person.public_id, str(person)] = raw[person.pk]
    return found


def _people(numbers: Counter) -> list[tuple[str, str]]:
    """Move the people in charge from the counts to the options: {(id, name): n} becomes {id: n}."""
    named = [key for key in numbers if isinstance(key, tuple)]
    for public_id, name in named:
        numbers[public_id] = numbers[public_id, name]
    return sorted(named, key=lambda person: person[1])
