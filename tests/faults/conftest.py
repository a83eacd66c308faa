"""What the tests of one fault or kind share: the site, the sample call, published, and the clock set by hand."""

from tests.cms.conftest import site
from tests.incubator.applications.conftest import call, now, small, typed

__all__ = ["call", "now", "site", "small", "typed"]
