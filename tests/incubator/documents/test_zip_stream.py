"""Archives: no two entries of one name, none that leads out."""

import pytest

from incubator.documents.zip_stream import free


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/x.pdf", "a/x (2).pdf"),
        ("a/X.PDF", "a/X (2).PDF"),
        ("b/x.pdf", "b/x.pdf"),
        ("a.b/x", "a.b/x"),
        ("../../x.pdf", "fichier/fichier/x.pdf"),
    ],
)
def test_two_entries_never_have_one_name(path, name):
    taken: set[str] = set()
    assert free("a/x.pdf", taken) == "a/x.pdf"

    assert free(path, taken) == name
