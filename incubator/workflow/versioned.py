"""Forms over something that others may change too: what was read goes with them, two versions are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from incubator.ui import typography
from incubator.workflow import versions
from incubator.workflow.refusals import Refused
from incubator.workflow.versions import ChangedMeanwhile, Pair, Read


@dataclass(frozen=True)
class Clash:
    """One field of which two versions are shown, in words, and what the choice of either posts."""

    name: str
    label: str
    mine: str
    theirs: str
    shown: str


@dataclass(frozen=True)
class Version:
    """What `{% version … %}` draws on a page that is no Django form: the token, and the two versions to choose from."""

    version_token: str
    clashes: list[Clash]


class Versioned(forms.BaseForm):
    """A mixin for a form filled in from a row (its `initial` or its instance): draw it with `{% version form %}`.

    The view hands `form.read` to the act, and the refusal to `form.take`; whatever was typed stays in the form.
    """

    clashes: list[Clash] = []
    # What is filled in is a proposal: nothing is stored yet, and what stands by then is somebody else's.
    is_proposal = False

    @property
    def read(self) -> Read | None:
        """What the writer of this form had read; None where nothing was posted."""
        prefix = f"{self.prefix}-" if self.prefix else ""
        return Read.of(cast(QueryDict, self.data), prefix) if self.is_bound else None

    @property
    def version_token(self) -> str:
        """What the page posts back: fresh where the row is shown, the very same where typed text is."""
        if self.is_bound:
            return " ".join(cast(QueryDict, self.data).getlist(versions.SEEN))
        shown = {
            self.add_prefix(name): None if self.is_proposal else self.get_initial_for_field(each, name)
            for name, each in self.fields.items()
        }
        return versions.token(shown)

    def take(self, refusal: Refused) -> None:
        """Put the sentences of a refusal beside their fields, the versions to choose from above them."""
        pairs = refusal.data.get("pairs", {})
        self.clashes = [self.clash(name, pair) for name, pair in pairs.items()]
        for name, said in refusal.data.get("fields", {"": refusal.sentence}).items():
            sentences = said if isinstance(said, list) else [said]
            self.add_error(name if name in self.fields else None, [str(each) for each in sentences])

    def clash(self, name: str, pair: Pair) -> Clash:
        """Return the two versions of a field as its own widget would show them."""
        each = self.fields.get(name)
        label = str(self[name].label) if each else name
        words: Callable[[Any], str] = (lambda value: in_words(value, each)) if each else in_words
        return made(self.add_prefix(name), label, pair, words)


def made(name: str, label: str, pair: Pair, words: Callable[[Any], str]) -> Clash:
    """Return a clash whose values are put in words by `words`."""
    shown = versions.fingerprint(pair.theirs)
    return Clash(name, label, words(pair.mine), words(pair.theirs), shown)


def version_of(
    values: Mapping[str, Any],
    posted: Any = None,
    refusal: Refused | None = None,
    labels: Mapping[str, str] | None = None,
    words: Mapping[str, Callable[[Any], str]] | None = None,
) -> Version:
    """Return what `{% version … %}` draws for a page that is no Django form.

    `values` is what stands, by name of field; `posted` the QueryDict of a page shown again with what was typed;
    `labels` and `words` say how a field and its values are named.
    """
    token = versions.token(values) if posted is None else " ".join(posted.getlist(versions.SEEN))
    pairs: Mapping[str, Pair] = {}
    if isinstance(refusal, ChangedMeanwhile):
        pairs = refusal.data["pairs"]
    return Version(
        token,
        [
            made(name, str((labels or {}).get(name, name)), pair, (words or {}).get(name, in_words))
            for name, pair in pairs.items()
        ],
    )


def in_words(value: Any, field: forms.Field | None = None) -> str:
    """Return a value as people read it: the label of a choice, a day, Yes or No, or what was typed."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(each) for each in getattr(value, "all", lambda: value)())
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value is not None else ""
    if isinstance(field, forms.BooleanField) or isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        known = {str(key): str(label) for key, label in choices}
        several = value if isinstance(value, list | tuple | set) else [value]
        return ", ".join(known.get(str(each), str(each)) for each in several if each not in (None, ""))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return typography.moment(value)
    if isinstance(value, date):
        return typography.day(value)
    return "" if value is None else str(value)
