"""Numbers and amounts in the blocks of the editors, typed as people write them: "1 500 000 F CFA", "3,5", "10 %"."""

from decimal import Decimal
from typing import Any

from wagtail import blocks

from incubator.ui import inputs


class _TypedBlock(blocks.FieldBlock):
    """A block of one of our fields; a text input shows back what could not be read."""

    typed: type
    more: dict[str, Any] = {}

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = self.typed(required=required, help_text=help_text or "", **self.more)
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> Any:
        return float(value) if isinstance(value, Decimal) else value

    class Meta:
        icon = "placeholder"


class WholeBlock(_TypedBlock):
    """A whole number."""

    typed = inputs.WholeField


class NumberBlock(_TypedBlock):
    """A number with a comma or a point."""

    typed = inputs.NumberField


class MoneyBlock(_TypedBlock):
    """An amount in whole francs; zero is one."""

    typed = inputs.MoneyField
    more = {"min_value": 0}
