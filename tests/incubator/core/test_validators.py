import pytest
from django.core.exceptions import ValidationError

from incubator.core.validators import no_nul


def test_nul_is_refused():
    with pytest.raises(ValidationError):
        no_nul("a\x00b")
