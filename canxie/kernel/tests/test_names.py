import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canxie.kernel import names


@pytest.mark.parametrize(
    "name", ["李秀兰", "𠮷田", "𬎆", "古丽米热.艾山", "买买提•艾力", "\uf9e9明", "王\ue000", "\u9fb4", "欧阳\U0002298f"]
)
def test_keeps_every_character_as_written(name):
    assert names.kept(name) == name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("李  兰", "李兰"),
        ("\u3000王\u3000芳\n", "王芳"),
        (" John  Smith ", "John Smith"),
        ("古丽\u200b米热", "古丽米热"),
        (" ", ""),
    ],
)
def test_drops_the_blanks_that_are_layout(cell, name):
    assert names.kept(cell) == name


@pytest.mark.parametrize("dot", "·•・･‧∙⋅.．。﹒᛫")
def test_finds_a_name_whatever_stands_between_its_parts(dot):
    assert names.search_key(f"古丽米热{dot}艾山") == "古丽米热\u00b7艾山"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("\uf9e9明", "里明"),  # a compatibility ideograph
        ("龴\ue81e", "龴\u9fb4"),  # from the private area of GB 18030
        ("葛\U000e0100", "葛"),  # drawn otherwise, the same character
        ("Ｊohn Smith", "johnsmith"),
        ("𠮷 田", "𠮷田"),
    ],
)
def test_two_spellings_of_a_name_share_a_key(name, key):
    assert names.search_key(name) == key


def test_the_24_private_characters_are_those_that_gb18030_decodes_to():
    eight = [0xFE59, 0xFE61, 0xFE66, 0xFE67, 0xFE6D, 0xFE7E, 0xFE90, 0xFEA0]
    assert "".join(names.PRIVATE[code.to_bytes(2, "big").decode("gb18030")] for code in eight) == "龴龵龶龷龸龹龺龻"
    assert len(names.PRIVATE) == 24
    assert not any(unicodedata.category(char) == "Co" for char in names.PRIVATE.values())


@given(st.text(st.characters(codec="utf-8")))
def test_a_key_stays_a_key(name):
    assert names.search_key(names.search_key(name)) == names.search_key(name)
    assert names.search_key(names.kept(name)) == names.search_key(name)
