"""Rows that are added on the page: at once where scripts run, else by a button that posts and gives back what was typed."""

from typing import Any

from django.forms.formsets import TOTAL_FORM_COUNT

MORE = "more"


class Growing:
    """Before a formset of Django: its component draws "Add a line", and a post of that button saves nothing.

    The page then comes back with what was typed, one empty row more, and no complaint about rows that are half written.
    """

    grows = True

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        prefix = options.get("prefix") or self.get_default_prefix()  # type: ignore[attr-defined]
        self.asks_a_row = data is not None and f"{prefix}-{MORE}" in data
        super().__init__(_with_a_row(data, prefix) if self.asks_a_row else data, *args, **options)

    def is_valid(self) -> bool:
        """Tell whether the rows are to be saved."""
        if not self.asks_a_row:
            return super().is_valid()  # type: ignore[misc, no-any-return]
        for form in self.forms:  # type: ignore[attr-defined]
            form.errors.clear()
        self.non_form_errors().clear()  # type: ignore[attr-defined]
        return False


def _with_a_row(data: Any, prefix: str) -> Any:
    data, name = data.copy(), f"{prefix}-{TOTAL_FORM_COUNT}"
    count = data.get(name, "")
    if count.isascii() and count.isdigit():
        data[name] = str(int(count) + 1)
    return data
