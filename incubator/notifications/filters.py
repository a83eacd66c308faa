"""What a list of messages can be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.notifications.models import Message
from incubator.notifications.states import Channel, MessageState

# Keys of the address that are not filters.
OTHERS = ("page", "sort", "state")
TABS = (
    MessageState.FAILED,
    MessageState.QUEUED,
    MessageState.HELD,
    MessageState.SENT,
    MessageState.CANCELLED,
)
ALL = "all"


class MessageFilter(django_filters.FilterSet):
    """The office's list of messages (its state is chosen by a tab)."""

    q = django_filters.CharFilter(label=_("Name, address or subject"), method="search")
    channel = django_filters.ChoiceFilter(
        label=pgettext_lazy("message", "Channel"),
        choices=Channel.choices,
        empty_label=pgettext_lazy("message", "All"),
    )
    about_ref = django_filters.CharFilter(label=_("Reference of the record"))

    class Meta:
        model = Message
        fields = ["q", "channel", "about_ref"]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        written = Q(subject__icontains=value) | Q(address__icontains=value)
        return queryset.filter(written | Q(recipient__full_name__icontains=value))


class OutboxFilter(django_filters.FilterSet):
    """The demonstration's outbox, by address."""

    address = django_filters.CharFilter(label=_("Address or telephone number"), lookup_expr="icontains")

    class Meta:
        model = Message
        fields = ["address"]


def tab(params: QueryDict) -> tuple[str, bool]:
    """Return the state asked for (failed ones first) and whether the address named one we know."""
    wanted = params.get("state", MessageState.FAILED)
    return (wanted, True) if wanted in (*TABS, ALL) else (str(MessageState.FAILED), False)


def ignored(params: QueryDict, filterset: django_filters.FilterSet) -> list[str]:
    """Return the keys of the address that were not understood: they are left out, and the page says so."""
    unknown = [key for key in params if key not in filterset.filters and key not in OTHERS]
    return unknown + [key for key in filterset.errors if key in params]
