"""Filters of the office's list of applications; a value nobody knows is ignored, and said."""

from typing import Any

import django_filters as filters
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.programmes.models import Call
from incubator.startups.models import Sector
from incubator.startups.states import Gender
from incubator.territory.models import ReportingZone

# The saved views, in their order: the states that each keeps, and the act that it is for.
VIEWS: dict[str, tuple[object, tuple[str, ...], str]] = {
    "todo": (gettext_lazy("To do"), (State.SUBMITTED,), "confirm_eligible"),
    "returned": (gettext_lazy("Returned"), (State.RETURNED,), ""),
    "eligible": (gettext_lazy("For the jury"), (State.ELIGIBLE,), "send_to_review"),
    "review": (gettext_lazy("With the jury"), (State.IN_REVIEW, State.SHORTLISTED), ""),
    "results": (
        gettext_lazy("Decided"),
        (State.INELIGIBLE, State.OFFERED, State.WAITING_LIST, State.DECLINED, State.ACCEPTED, State.REFUSED),
        "",
    ),
    "all": (gettext_lazy("All"), (), ""),
}
SORTS = {
    "reference": ("reference",),
    "startup": ("startup_name", "id"),
    "sent": ("submitted_at", "id"),
    "changed": ("changed_at", "id"),
}
KEPT = 3600
OTHERS = ("view", "sort", "page")
ELIGIBILITY = {"yes": True, "no": False, "unknown": None}


def sectors(*_args: Any) -> list[tuple[str, str]]:
    return [(sector.slug, sector.name.plain) for sector in Sector.objects.all()]


def zones(*_args: Any) -> list[tuple[str, str]]:
    """The zones are fixed rows: read once an hour (an empty country is not remembered)."""
    found = cache.get("applications.zones")
    if not found:
        found = list(ReportingZone.objects.values_list("slug", "name"))
        if found:
            cache.set("applications.zones", found, KEPT)
    return found


class ApplicationFilter(filters.FilterSet):
    """State, call, sector, zone, gender of the lead, eligibility, in charge, and a search."""

    state = filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=[s for s in State.choices if s[0] != State.DRAFT]
    )
    call = filters.ChoiceFilter(label=gettext_lazy("Call"), field_name="call__reference", choices=())
    sector = filters.ChoiceFilter(label=gettext_lazy("Sector"), field_name="sector__slug", choices=sectors)
    zone = filters.ChoiceFilter(
        label=gettext_lazy("Zone"), field_name="commune__prefecture__zone__slug", choices=zones
    )
    gender = filters.ChoiceFilter(
        label=gettext_lazy("Lead"), field_name="lead_gender", choices=Gender.choices
    )
    eligibility = filters.ChoiceFilter(
        label=gettext_lazy("Eligibility"),
        method="by_eligibility",
        choices=[
            ("yes", gettext_lazy("Meets the rules")),
            ("no", gettext_lazy("Does not meet a rule")),
            ("unknown", gettext_lazy("To check")),
        ],
    )
    charge = filters.ChoiceFilter(
        label=gettext_lazy("In charge"),
        method="by_charge",
        choices=[("me", gettext_lazy("Me")), ("nobody", gettext_lazy("Nobody"))],
    )
    q = filters.CharFilter(label=gettext_lazy("Search"), method="by_words")

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, person: Any, calls: list[Call] | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        if calls is None:
            del self.filters["call"]
        else:
            self.filters["call"].extra["choices"] = [(c.reference, c.reference) for c in calls]

    def by_eligibility(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_eligible=ELIGIBILITY[value])

    def by_charge(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(in_charge=self.person if value == "me" else None)

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:8]:
            queryset = queryset.filter(
                Q(reference__icontains=word)
                | Q(startup_name__icontains=word)
                | Q(startup__name__icontains=word)
                | Q(pitch__icontains=word)
            )
        return queryset

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """Return the filters in force, for their removable labels: (key, value, words)."""
        found = []
        for key, value in self.form.cleaned_data.items():
            if not value:
                continue
            field = self.form.fields[key]
            words = dict(getattr(field, "choices", ())).get(value, value)
            found.append((key, value, f"{field.label} – {words}"))
        return found


def read(params: QueryDict, queryset: QuerySet, **options: Any) -> tuple[ApplicationFilter, list[str]]:
    """Return the filter made of what is understood, and a sentence for each value that is not."""
    known = ApplicationFilter(params, queryset, **options)
    known.form.is_valid()
    wrong = set(known.form.errors)
    strange = [key for key in params if key not in known.filters and key not in OTHERS]
    wrong |= {
        key for key, allowed in (("view", VIEWS), ("sort", SORTS)) if _outside(params.get(key), allowed)
    }
    if wrong:
        kept = params.copy()
        for key in wrong:
            kept.pop(key, None)
        known = ApplicationFilter(kept, queryset, **options)
        known.form.is_valid()
    return known, [_ignored(key, params.get(key, "")) for key in [*sorted(wrong), *sorted(strange)]]


def _outside(value: str | None, allowed: dict[str, Any]) -> bool:
    return bool(value) and (value or "").removeprefix("-") not in allowed


def _ignored(key: str, value: str) -> str:
    return _('The filter "%(key)s=%(value)s" is not known: it was ignored.') % {
        "key": key,
        "value": value[:40],
    }


def ordered(queryset: QuerySet, sort: str) -> QuerySet:
    """Sort by a known key; by default the file that waits longest first."""
    columns = SORTS.get(sort.removeprefix("-"), SORTS["sent"])
    turned = "-" if sort.startswith("-") and sort[1:] in SORTS else ""
    return queryset.order_by(*(f"{turned}{column}" for column in columns))
