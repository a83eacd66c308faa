"""What a list of messages can be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incubator.core import reading
from incubator.notifications.models import Message
from incubator.notifications.states import Channel, MessageState

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
        value = reading.one_line(value)
        number = reading.digits_typed(value)
        written = Q(subject__icontains=value) | Q(address__icontains=number or value)
        return queryset.filter(written | Q(recipient__full_name__icontains=value))


class OutboxFilter(django_filters.FilterSet):
    """The demonstration's outbox, by address."""

    address = django_filters.CharFilter(label=_("Address or telephone number"), lookup_expr="icontains")

    class Meta:
        model = Message
        fields = ["address"]


def tab(params: QueryDict) -> str:
    """Return the state asked for; the failed ones when the address names none we know."""
    wanted = params.get("state", "")
    return wanted if wanted in (*TABS, ALL) else str(MessageState.FAILED)
