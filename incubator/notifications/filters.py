"""What a list of messages can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from incubator.notifications.models import Message


class OutboxFilter(django_filters.FilterSet):
    """The demonstration's outbox, by address."""

    address = django_filters.CharFilter(label=_("Address or telephone number"), lookup_expr="icontains")

    class Meta:
        model = Message
        fields = ["address"]
