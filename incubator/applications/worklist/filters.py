"""What the office's lists of applications can be narrowed by."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import django_filters
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from incubator.applications.states import State
from incubator.applications.worklist import flags
from incubator.core import reading
from incubator.core.bilingual import pick
from incubator.lists.filters import ALL, ALL_FEMININE, ListFilter
from incubator.people.models import User
from incubator.startups.models import Sector
from incubator.startups.states import Gender
from incubator.territory.models import Commune
from incubator.ui.typography import telephone

ELIGIBILITY = {"yes": True, "no": False, "unknown": None}
ELIGIBILITY_WORDS = {
    "yes": gettext_lazy("Meets the rules"),
    "no": gettext_lazy("Does not meet a rule"),
    "unknown": gettext_lazy("To check"),
}
A_MINUTE = 60
Lists = tuple[dict[int, tuple[str, str, str]], dict[int, tuple[str, str, str]]]


def lists() -> Lists:
    """Return by key the sectors (slug, French name, English name) and the communes (name, slug and name of the zone).

    Read at most once a minute; an empty country is not remembered.
    """
    found: Lists | None = cache.get("applications.lists")
    if not found:
        sectors = Sector.objects.values_list("pk", "slug", "name_fr", "name_en")
        zone = ("prefecture__zone__slug", "prefecture__zone__name")
        communes = Commune.objects.order_by().values_list("pk", "name", *zone)
        found = ({pk: tuple(row) for pk, *row in sectors}, {pk: tuple(row) for pk, *row in communes})
        if all(found):
            cache.set("applications.lists", found, A_MINUTE)
    return found


class PersonInChargeField(django_filters.fields.ChoiceField):
    """Oneself, nobody, or a person by the public id."""

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or (len(value) == 10 and value.isalnum())


class PersonInChargeFilter(django_filters.ChoiceFilter):
    """Keeps the files that a person follows."""

    field_class = PersonInChargeField

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if value in ("me", "nobody"):
            return rows.filter(in_charge=self.parent.request.person if value == "me" else None)
        return rows.filter(in_charge__public_id=value) if value else rows


class ApplicationFilter(ListFilter):
    """State, call, sector, zone, lead, eligibility, person in charge, flag and words."""

    q = django_filters.CharFilter(label=gettext_lazy("Search"), method="search")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[choice for choice in State.choices if choice[0] != State.DRAFT],
        empty_label=ALL,
    )
    call = django_filters.ChoiceFilter(
        label=gettext_lazy("Call"), field_name="call__reference", empty_label=ALL
    )
    sector = django_filters.ChoiceFilter(label=gettext_lazy("Sector"), method="of_sector", empty_label=ALL)
    zone = django_filters.ChoiceFilter(label=gettext_lazy("Zone"), method="of_zone", empty_label=ALL_FEMININE)
    gender = django_filters.ChoiceFilter(
        label=gettext_lazy("Lead"), field_name="lead_gender", choices=Gender.choices, empty_label=ALL
    )
    eligibility = django_filters.ChoiceFilter(
        label=gettext_lazy("Eligibility"), choices=tuple(ELIGIBILITY_WORDS.items()), method="by_eligibility",
        empty_label=ALL,
    )  # fmt: skip
    charge = PersonInChargeFilter(
        label=gettext_lazy("In charge"),
        choices=(("me", gettext_lazy("Me")), ("nobody", gettext_lazy("Nobody"))),
        empty_label=ALL,
    )
    flag = django_filters.ChoiceFilter(
        label=gettext_lazy("Flag"), choices=tuple(flags.LABELS.items()), method="flagged", empty_label=ALL
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors, self.places = self.request.lists
        if self.request.call is not None:
            del self.filters["call"]
        offered = self.form.fields
        offered["sector"].choices = [(slug, pick(fr, en).plain) for slug, fr, en in self.sectors.values()]
        zones = {(slug, name) for _commune, slug, name in self.places.values()}
        offered["zone"].choices = sorted(zones, key=lambda zone: zone[1])
        if self.request.call is None:
            offered["call"].choices = [(call.reference, call.reference) for call in self.request.calls]

    @property
    def facets(self) -> Mapping[str, Any]:
        """The columns that choices are counted by."""
        found = {
            "state": "state", "sector": "sector_id", "zone": "commune_id", "gender": "lead_gender",
            "eligibility": "is_eligible", "charge": "in_charge_id", "flag": flags.mask(self.request.at),
        }  # fmt: skip
        return found if self.request.call else {**found, "call": "call_id"}

    def search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Look for words; a telephone as it is written in a file, whatever way it was typed."""
        words = reading.one_line(value)
        is_number = words[-1:].isdigit() and reading.as_contact(words)
        return rows.matching(
            telephone(reading.as_contact(words)) if is_number else words, self.request.person
        )

    def of_sector(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(sector__in=[pk for pk, row in self.sectors.items() if row[0] == value])

    def of_zone(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(commune__in=[pk for pk, row in self.places.items() if row[1] == value])

    def by_eligibility(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_eligible=ELIGIBILITY[value])

    def flagged(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(flags.conditions(self.request.at)[value])

    def tally(self, name: str, counts: Counter) -> Counter:
        """Return the counts of a column by the values that the address writes."""
        found: Counter = Counter()
        for value, number in counts.items():
            for written in self._written(name, value):
                found[written] += number
        return found

    def _written(self, name: str, value: str | None) -> list[str]:
        """Return the values of a filter that a value of its column counts for."""
        if name == "flag":
            return flags.read(int(value or 0))
        if name == "eligibility":  # PostgreSQL writes true and false, SQLite 1 and 0
            return ["unknown" if value is None else "yes" if value in ("true", "1") else "no"]
        if name == "charge" and value in (None, str(self.request.person.pk)):
            return ["nobody" if value is None else "me"]
        key = int(value) if value and name in ("call", "sector", "zone") else None
        if name == "call":
            return [call.reference for call in self.request.calls if call.pk == key]
        known = {"sector": (self.sectors, 0), "zone": (self.places, 1)}.get(name)
        if known is None:
            return [value or ""]
        return [known[0][key][known[1]]] if key in known[0] else [""]

    def _options(self, name: str, numbers: Counter) -> Iterator[Any]:
        if name == "charge":
            numbers = self._by_person(numbers)
        return super()._options(name, numbers)

    def _by_person(self, numbers: Counter) -> Counter:
        """Offer the people who follow files: their counts by public id instead of by key."""
        others = [int(key) for key in numbers if key.isdigit()]
        field, named = self.form.fields["charge"], Counter(numbers)
        if others:
            people = User.objects.filter(pk__in=others).only("public_id", "full_name", "email", "phone")
            offered = sorted(
                ((person.public_id, str(person), person.pk) for person in people), key=lambda p: p[1]
            )
            named.update({public_id: numbers[str(pk)] for public_id, _name, pk in offered})
            field.choices = [*field.choices, *((public_id, name) for public_id, name, _pk in offered)]
        return named

    def _words(self, name: str, value: Any) -> str:
        words = super()._words(name, value)
        if name == "charge" and value not in ("me", "nobody"):
            person = User.objects.filter(public_id=value).only("full_name", "email", "phone").first()
            words = f"{self.form.fields[name].label} – {person or value}"
        return words
