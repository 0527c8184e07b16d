from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canxie.kernel import cells, contacts
from canxie.kernel.cells import Item
from canxie.kernel.refusal import Refused


def sentence(cleaner, text):
    with pytest.raises(Refused) as caught:
        cleaner(text)
    return caught.value.sentence


class TestDays:
    @pytest.mark.parametrize(
        "cell",
        [
            "2026-03-01",
            "2026-3-1",
            "2026.3.1",
            "2026.03.01.",
            "2026/3/1",
            "2026年3月1日",
            "2026 年 3 月 1 日",
            "20260301",
            "２０２６．３．１",
            "２０２６年３月１日",
            "46082",
            "46082.0",
            "46082.5",
            "2026-03-01 00:00:00",
            "2026-03-01T08:30:00",
            "2026,3,1",
            "2026、3、1",
            "二〇二六年三月一日",
            " 2026-03-01\u3000",
            "2026年3月1号",
        ],
    )
    def test_reads_a_day_as_offices_write_it(self, cell):
        assert cells.day(cell) == date(2026, 3, 1)

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("1", None),
            ("25569", date(1970, 1, 1)),
            ("29221", date(1980, 1, 1)),
            ("二〇二五年十二月三十一日", date(2025, 12, 31)),
            ("二〇二五年十月二十日", date(2025, 10, 20)),
            ("2024.2.29", date(2024, 2, 29)),
        ],
    )
    def test_reads_serial_numbers_and_chinese_numerals(self, cell, day):
        if day is None:
            assert sentence(cells.day, cell) == "日期“1”看不懂。写成 2026-03-01 这样。"
        else:
            assert cells.day(cell) == day

    @pytest.mark.parametrize("cell", ["", " ", "无", "/", "——", "\u3000"])
    def test_a_blank_is_no_day(self, cell):
        assert cells.day(cell) is None

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            ("2026.2.30", "日期 2026.2.30 不存在。对一下证件。"),
            ("2025年2月29日", "日期 2025年2月29日 不存在。对一下证件。"),
            ("2026年3月", "日期“2026年3月”只有年和月，缺日。"),
            ("2026.3", "日期“2026.3”只有年和月，缺日。"),
            ("2026", "日期“2026”看不懂。写成 2026-03-01 这样。"),
            ("26.3.1", "日期“26.3.1”看不懂。写成 2026-03-01 这样。"),
            ("去年", "日期“去年”看不懂。写成 2026-03-01 这样。"),
        ],
    )
    def test_says_why_it_is_no_day(self, cell, said):
        assert sentence(cells.day, cell) == said


class TestWords:
    @pytest.mark.parametrize(
        ("cell", "sex"),
        [
            ("男", "male"),
            (" 女\u3000", "female"),
            ("男性", "male"),
            ("Ｆ", "female"),
            ("1", "male"),
            ("２", "female"),
            ("", None),
            ("未说明", None),
        ],
    )
    def test_sex(self, cell, sex):
        assert cells.sex(cell) == sex

    def test_a_sex_nobody_understands(self):
        assert sentence(cells.sex, "难") == "性别“难”看不懂。写男或女。"

    @pytest.mark.parametrize(
        ("cell", "number"),
        [
            ("视力", 1),
            ("视力残疾", 1),
            ("盲", 1),
            ("听力", 2),
            ("聋", 2),
            ("言语", 3),
            ("语言残疾", 3),
            ("肢体", 4),
            ("肢残", 4),
            ("智力", 5),
            ("智残", 5),
            ("精神残疾人", 6),
            ("多重", 7),
            ("多重残疾", 7),
            ("4", 4),
            ("４", 4),
            ("4.0", 4),
            ("", None),
        ],
    )
    def test_category(self, cell, number):
        assert cells.category(cell) == number

    @pytest.mark.parametrize("cell", ["一般", "8", "0", "肢体二级三"])
    def test_a_category_nobody_understands(self, cell):
        assert sentence(cells.category, cell).startswith(f"残疾类别“{cell}”看不懂。")

    @pytest.mark.parametrize(
        "cell",
        [
            "二级",
            "2级",
            "贰级",
            "贰",
            "二",
            "2",
            "２",
            "2.0",
            "Ⅱ",
            "II",
            "ⅱ级",
            "第二级",
            " 二 级 ".replace(" 级", "级"),
        ],
    )
    def test_level(self, cell):
        assert cells.level(cell) == 2

    @pytest.mark.parametrize(
        ("cell", "number"), [("一级", 1), ("壹", 1), ("叁级", 3), ("四", 4), ("肆级", 4), ("IV", 4)]
    )
    def test_other_levels(self, cell, number):
        assert cells.level(cell) == number

    @pytest.mark.parametrize("cell", ["重度", "五级", "5", "0"])
    def test_a_level_nobody_understands(self, cell):
        assert sentence(cells.level, cell) == f"残疾等级“{cell}”看不懂。写一级、二级、三级或四级。"

    @pytest.mark.parametrize(
        ("cell", "items"),
        [
            ("肢体二级", [Item(4, 2)]),
            ("肢体残疾贰级", [Item(4, 2)]),
            ("视力（一级）", [Item(1, 1)]),
            ("肢体二级、听力3级", [Item(4, 2), Item(2, 3)]),
            ("肢二 言三", [Item(4, 2), Item(3, 3)]),
            ("智力残疾;精神残疾", [Item(5), Item(6)]),
            ("多重", [Item(7)]),
            ("4", [Item(4)]),
            ("", []),
        ],
    )
    def test_several_items_in_one_cell(self, cell, items):
        assert cells.items(cell) == items

    @pytest.mark.parametrize(
        ("cell", "answer"),
        [
            ("是", True),
            ("√", True),
            ("有", True),
            ("Y", True),
            ("１", True),
            ("否", False),
            ("无", False),
            ("×", False),
            ("", None),
        ],
    )
    def test_yes_or_no(self, cell, answer):
        assert cells.yes_or_no(cell) is answer

    def test_neither_yes_nor_no(self):
        assert sentence(cells.yes_or_no, "也许") == "这一栏“也许”看不懂。写是或否。"


class TestPhones:
    @pytest.mark.parametrize(
        ("cell", "numbers"),
        [
            ("13800000001", ["13800000001"]),
            ("１３８ ００００ ０００１", ["13800000001"]),
            ("138-0000-0001", ["13800000001"]),
            ("+8613800000001", ["13800000001"]),
            ("86 13800000001", ["13800000001"]),
            ("13800000001/13900000002", ["13800000001", "13900000002"]),
            ("13800000001、13900000002", ["13800000001", "13900000002"]),
            ("13800000001 13900000002", ["13800000001", "13900000002"]),
            ("1380000000113900000002", ["13800000001", "13900000002"]),
            ("13800000001\n0532-80000001", ["13800000001", "0532-80000001"]),
            ("13800000001（儿子）", ["13800000001"]),
            ("儿子13800000001 女儿13900000002", ["13800000001", "13900000002"]),
            ("(0532)80000001", ["0532-80000001"]),
            ("010 8000 0001", ["010-80000001"]),
            ("05351234567", ["0535-1234567"]),
            ("8000001", ["8000001"]),
            ("13800000001/13800000001", ["13800000001"]),
            ("", []),
            ("无", []),
        ],
    )
    def test_reads_one_number_or_two(self, cell, numbers):
        assert contacts.phones(cell) == numbers

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            ("1380000000", "手机号 10 位，少 1 位。"),
            ("138000000012", "手机号 12 位，多 1 位。"),
            ("12800000001", "手机号不会以 12 开头。"),
            ("138****0001", "电话“138****0001”有几位被遮住了。"),
            ("邻居代接", "电话“邻居代接”里没有号码。"),
            ("80000", "电话 5 位，位数不对。固定电话写区号加号码。"),
        ],
    )
    def test_says_what_is_wrong(self, cell, said):
        assert sentence(contacts.phones, cell) == said


class TestAddresses:
    @pytest.mark.parametrize(
        ("cell", "group", "door"),
        [
            ("榆岭镇槐里村三组17号", "三组", "17号"),
            ("槐里村３组 １７号", "三组", "17号"),
            ("槐里村第12村民小组5-2号", "十二组", "5-2号"),
            ("槐里村二队", "二队", ""),
            ("幸福路88号", "", "88号"),
            ("槐里村", "", ""),
            ("阳光小区3号楼2单元", "", ""),
            ("", "", ""),
        ],
    )
    def test_finds_group_and_door(self, cell, group, door):
        assert contacts.address(cell)[1:] == (group, door)

    def test_two_spellings_of_an_address_are_one(self):
        assert contacts.address("槐里村３组 １７号").written == contacts.address(" 槐里村3组17号\u3000").written


CLEANERS = [
    cells.day,
    cells.sex,
    cells.category,
    cells.level,
    cells.items,
    cells.yes_or_no,
    contacts.phones,
    contacts.address,
]


@pytest.mark.parametrize("cleaner", CLEANERS)
@given(text=st.text() | st.text("0123456789.-/年月日级组号()（）＋ "))
def test_whatever_stands_in_a_cell_is_understood_or_refused_with_a_sentence(cleaner, text):
    with suppress(Refused):
        cleaner(text)
