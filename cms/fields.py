"""Stream fields whose blocks stay out of migrations: a block may change without one."""

from typing import Any

from wagtail.fields import StreamField

from cms.blocks import BodyBlock, PartnersBlock
from cms.form_editor.blocks import StepsBlock


class _OwnBlocks(StreamField):
    """A stream of the blocks that the class names; migrations keep the name of the field only."""

    own: type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(self.own, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyField(_OwnBlocks):
    """The body of a page."""

    own = BodyBlock


class PartnersField(_OwnBlocks):
    """Partners in the agreed order."""

    own = PartnersBlock


class StepsField(_OwnBlocks):
    """The steps of a form."""

    own = StepsBlock
