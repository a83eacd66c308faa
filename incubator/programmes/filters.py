"""Filters of the desk list of calls."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incubator.programmes.models import Call, Programme
from incubator.programmes.states import CallState

# What waits for somebody among the calls, each by the one method that tasks count with.
WAITING = {
    "to_approve": _("To approve"),
    "early_closing_asked": _("Earlier closing to decide"),
    "to_publish": _("To publish"),
}


class CallFilter(django_filters.FilterSet):
    waiting = django_filters.ChoiceFilter(
        label=_("What waits for you"),
        choices=tuple(WAITING.items()),
        method="only_waiting",
        empty_label=_("All"),
    )
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

    def only_waiting(self, calls: QuerySet, name: str, wanted: str) -> QuerySet:
        """Keep the calls that wait for the reader in that way."""
        return getattr(calls, wanted)(self.request.user)

    def search(self, calls: QuerySet, name: str, words: str) -> QuerySet:
        """Look in the reference and in both titles."""
        for word in words.split():
            calls = calls.filter(
                Q(reference__icontains=word) | Q(title_fr__icontains=word) | Q(title_en__icontains=word)
            )
        return calls
