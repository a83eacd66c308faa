"""Filters of the desk list of calls."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.programmes.models import Call, Programme
from incubator.programmes.states import CallState


class CallFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=CallState.choices, empty_label=_("All"))
    programme = django_filters.ModelChoiceFilter(
        label=_("Programme"),
        queryset=Programme.objects.order_by("title_fr"),
        to_field_name="slug",
        empty_label=_("All"),
    )
    q = django_filters.CharFilter(label=_("Search"), method="search")

    class Meta:
        model = Call
        fields = ("state", "programme")

    def search(self, calls: QuerySet, name: str, words: str) -> QuerySet:
        """Look in the reference and in both titles."""
        for word in words.split():
            calls = calls.filter(
                Q(reference__icontains=word) | Q(title_fr__icontains=word) | Q(title_en__icontains=word)
            )
        return calls
