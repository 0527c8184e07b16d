"""How names and numbers are kept, and found again."""

import pytest

from canxie.engine.sealing.seals import blind
from canxie.ground.registry.naming import identified, named, phoned


@pytest.mark.parametrize(
    ("written", "kept", "key", "sort", "initials"),
    [
        (" 李 秀兰 ", "李秀兰", "李秀兰", "li xiu lan", "lxl"),
        ("单雄信", "单雄信", "单雄信", "shan xiong xin", "sxx"),
        ("古丽米热•艾山", "古丽米热•艾山", "古丽米热·艾山", "gu li mi re ai shan", "glmras"),
        ("𠮷田", "𠮷田", "𠮷田", "ji tian", "jt"),
    ],
)
def test_a_name_is_kept_as_written_and_found_by_key_sound_and_letters(written, kept, key, sort, initials):
    assert named(written) == {"name": kept, "name_key": key, "name_sort": sort, "initials": initials}


def test_a_number_is_found_whole_in_the_country_and_by_its_tail_in_the_county():
    found = identified("37990019800101001x", "379900001001")

    assert found == {
        "identifier": "37990019800101001X",
        "identifier_index": blind("identifier", "37990019800101001X"),
        "tail_index": blind("tail", "379900001X"),
    }
    assert identified("37990019800101001X", "379901")["tail_index"] != found["tail_index"]


def test_no_number_has_no_index():
    assert identified("", "379900") == {"identifier": None, "identifier_index": "", "tail_index": ""}


def test_a_telephone_is_found_however_it_is_grouped():
    assert phoned("0532-80000001")["number_index"] == phoned("053280000001")["number_index"]
