import pytest
from hypothesis import given
from hypothesis import strategies as st

from canxie.kernel import pinyin


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("单雄信", "shan xiong xin", "sxx"),
        ("仇英", "qiu ying", "qy"),
        ("曾国藩", "zeng guo fan", "zgf"),
        ("解缙", "xie jin", "xj"),
        ("查良镛", "zha liang yong", "zly"),
        ("翟让", "zhai rang", "zr"),
        ("区寄", "ou ji", "oj"),
        ("朴正", "piao zheng", "pz"),
        ("任平", "ren ping", "rp"),
        ("华佗", "hua tuo", "ht"),
        ("盖聂", "ge nie", "gn"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("欧阳修", "ou yang xiu", "oyx"),
        ("长孙无忌", "zhang sun wu ji", "zswj"),
        ("古丽米热·艾山", "gu li mi re ai shan", "glmras"),
        ("王\u3000芳", "wang fang", "wf"),
        ("吕布", "lv bu", "lb"),
        ("John Smith", "john smith", "js"),
        ("𠮷田", "ji tian", "jt"),
        ("张\ue000", "zhang ~0e000", "z"),
        ("", "", ""),
    ],
)
def test_a_name_sounds_as_people_say_it(name, key, letters):
    assert (pinyin.sort_key(name), pinyin.initials(name)) == (key, letters)


@given(st.text())
def test_no_character_is_too_rare(name):
    assert pinyin.sort_key(name).isascii()
    assert pinyin.initials(name).isascii()
