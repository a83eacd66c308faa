"""Filters of the desk lists."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.core import reading
from incubator.ui import inputs
from mentorship.models import Match, Mentor, Session
from mentorship.states import Colour, MatchState, Mode

SILENT_DAYS = 30


class DayFilter(django_filters.DateFilter):
    """A day, read as people write it."""

    field_class = inputs.DateField


class SessionFilter(django_filters.FilterSet):
    """Sessions by mentor, day, way of meeting and, for those who may read it, colour."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    mentor = django_filters.ModelChoiceFilter(
        label=_("Mentor"),
        queryset=Mentor.objects.select_related("person"),
        to_field_name="public_id",
        empty_label=_("All"),
    )
    mode = django_filters.ChoiceFilter(label=_("How"), choices=Mode.choices, empty_label=_("All"))
    colour = django_filters.ChoiceFilter(
        label=_("Colour"), choices=Colour.choices, empty_label=pgettext_lazy("feminine", "All")
    )
    since = DayFilter(label=_("Since"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Session
        fields = ("mentor", "mode", "colour")

    def search(self, sessions: QuerySet, name: str, words: str) -> QuerySet:
        """Look in the name of the start-up, the mentor's and the shared summary (the note is sealed)."""
        for word in reading.one_line(words).split():
            sessions = sessions.filter(
                Q(startup__name__icontains=word)
                | Q(mentor__person__full_name__icontains=word)
                | Q(summary__icontains=word)
            )
        return sessions


class MatchFilter(django_filters.FilterSet):
    """Matches by state and words."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MatchState.choices, empty_label=_("All"))

    silent = django_filters.BooleanFilter(
        label=_("Without a session for 30 days"), method="only_silent", widget=forms.CheckboxInput
    )

    class Meta:
        model = Match
        fields = ("state",)

    def only_silent(self, matches: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep the silent ones, once the box is ticked."""
        return matches.silent(self.request.received_at, SILENT_DAYS) if value else matches

    def search(self, matches: QuerySet, name: str, words: str) -> QuerySet:
        """Look in the names of the start-up and of the mentor."""
        for word in reading.one_line(words).split():
            matches = matches.filter(
                Q(startup__name__icontains=word) | Q(mentor__person__full_name__icontains=word)
            )
        return matches
