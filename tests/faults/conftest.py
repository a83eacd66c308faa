"""What the tests of one fault or kind share."""

from tests.cms.conftest import site

__all__ = ["site"]
