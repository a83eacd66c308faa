"""The name of a file can be saved on any computer."""

import pytest

from incubator.files import naming


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("001 Candidature reçue\xa0: AC-2027.txt", "001 Candidature reçue - AC-2027.txt"),
        ('a<b>c"d|e?f*g.pdf', "a-b-c-d-e-f-g.pdf"),
        ("photo 12:30.jpg", "photo 12-30.jpg"),
        ("CON.txt", "_CON.txt"),
        ("../../etc/passwd", "passwd"),
    ],
)
def test_a_name_is_one_that_every_system_takes(came, kept):
    assert naming.portable(came) == kept
