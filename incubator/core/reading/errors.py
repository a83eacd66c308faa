"""What a reader answers when it cannot read."""

from typing import Any

from django.core.exceptions import ValidationError


class Unreadable(ValidationError):
    """What was typed cannot be read; `sentence` says what is expected, in the active language.

    It is a ValidationError, so that the `clean` of a form field may let it through.
    """

    def __init__(self, sentence: Any, code: str) -> None:
        super().__init__(sentence, code=code)

    @property
    def sentence(self) -> str:
        """Return the sentence for the person who typed."""
        return str(self.message)
