import re

from incubator.core.ids import ALPHABET, public_id


def test_a_public_id_has_ten_letters_of_the_alphabet():
    assert re.fullmatch(f"[{ALPHABET}]{{10}}", public_id())


def test_public_ids_differ():
    assert len({public_id() for _ in range(1000)}) == 1000
