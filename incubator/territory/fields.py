"""The form field that asks for a commune: found by its name, which is its prefecture's, or by its chief town."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from incubator.territory.models import Commune


class TownsFirst(ModelChoiceIterator):
    """The chief towns by their names ("Dapaong – Tône 1"), then every commune by its prefecture and region.

    The first letters of either find it in a list without script; with script every part of them does.
    """

    def __iter__(self) -> Iterator[Any]:
        communes = list(self.queryset.all())
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        towns = sorted((one.capital, one.name, self.choice(one)[0]) for one in communes if one.capital)
        if towns:
            yield _("Chief towns"), [(value, f"{town} – {name}") for town, name, value in towns]
        groups: dict[str, list[Any]] = {}
        for one in communes:
            prefecture = one.prefecture
            groups.setdefault(f"{prefecture.name} ({prefecture.region.name_fr})", []).append(self.choice(one))
        yield from groups.items()


class CommuneField(forms.ModelChoiceField):
    """A commune of the country, chosen in a list."""

    iterator = TownsFirst

    def __init__(self, **options: Any) -> None:
        super().__init__(Commune.objects.with_parents(), **options)
