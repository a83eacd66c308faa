"""What the directory and the desk's lists of portfolio, people and messages may be narrowed by."""

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.cohorts.models import Cohort
from incubator.core.bilingual import pick
from incubator.lists.filters import ALL, ALL_FEMININE, ListFilter, SearchFilter, TickFilter
from incubator.notifications.states import Channel
from incubator.people.models import Grant
from incubator.people.states import Role
from incubator.startups.models import Sector
from incubator.startups.states import Gender, Stage
from incubator.territory.models import ReportingZone


def sectors() -> list[tuple[str, str]]:
    rows = Sector.objects.values_list("slug", "name_fr", "name_en")
    return [(slug, pick(fr, en).plain) for slug, fr, en in rows]


def zones() -> list[tuple[str, str]]:
    return list(ReportingZone.objects.values_list("slug", "name"))


def cohorts() -> list[tuple[str, str]]:
    rows = Cohort.objects.values_list("slug", "title_fr", "title_en")
    return [(slug, pick(fr, en).plain) for slug, fr, en in rows]


class DirectoryFilter(ListFilter):
    """Sector, zone, stage and words."""

    q = SearchFilter("name", "pitch_fr", "pitch_en", "commune__name", "commune__capital")
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), field_name="sector__slug", choices=sectors, empty_label=ALL
    )
    zone = django_filters.ChoiceFilter(
        label=_("Zone"),
        field_name="commune__prefecture__zone__slug",
        choices=zones,
        empty_label=ALL_FEMININE,
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Stage.choices, empty_label=ALL)


class PortfolioFilter(DirectoryFilter):
    """The desk's filters: cohort, gender of the lead and late milestones too."""

    facets = {
        "sector": "sector__slug", "zone": "commune__prefecture__zone__slug", "stage": "stage",
        "cohort": "cohort_slug", "gender": "lead_gender",
    }  # fmt: skip

    cohort = django_filters.ChoiceFilter(
        label=_("Cohort"), field_name="cohort_slug", choices=cohorts, empty_label=ALL_FEMININE
    )
    gender = django_filters.ChoiceFilter(
        label=_("Lead"), field_name="lead_gender", choices=Gender.choices, empty_label=ALL
    )
    late = TickFilter(label=_("Late milestones only"), method="only_late")

    def only_late(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(milestones_late__gt=0)


class PersonFilter(ListFilter):
    """A name, an e-mail address or a telephone; a role held now."""

    q = SearchFilter("full_name", "email", "phone", number="phone")
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=Role.choices, method="who_hold", empty_label=ALL
    )

    def who_hold(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        held = Grant.objects.in_force(self.request.at).filter(person=OuterRef("pk"), role=value)
        return rows.filter(Exists(held))


class MessageFilter(ListFilter):
    """A name, an address or a subject; the channel; the record it is about."""

    facets = {"channel": "channel"}

    q = SearchFilter("subject", "address", "recipient__full_name", number="address")
    channel = django_filters.ChoiceFilter(
        label=pgettext_lazy("message", "Channel"), choices=Channel.choices, empty_label=ALL
    )
    about_ref = django_filters.CharFilter(label=_("Reference of the record"))


class RegistrationFilter(ListFilter):
    """The start-up, or a number of the company."""

    q = SearchFilter("startup__name", "rccm", "nif")
