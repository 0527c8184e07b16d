"""Numbers are synthetic (area 379900) or the standard's own sample."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canxie.kernel import identity
from canxie.kernel.identity import Identity
from canxie.kernel.refusal import Refused

TODAY = date(2026, 11, 24)


def refused(text: str) -> str:
    with pytest.raises(Refused) as caught:
        identity.read(text, today=TODAY)
    return caught.value.sentence


def iso_7064_mod_11_2(first17: str) -> str:
    """The same check in the standard's other form, the pure recursion, as a second opinion."""
    remainder = 0
    for digit in first17:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


class TestReading:
    @pytest.mark.parametrize(
        ("text", "born_on", "sex"),
        [
            ("11010519491231002X", date(1949, 12, 31), "female"),  # GB 11643's sample
            ("379900198001010014", date(1980, 1, 1), "male"),
            ("379900200002290011", date(2000, 2, 29), "male"),
            ("379900196402290046", date(1964, 2, 29), "female"),
        ],
    )
    def test_takes_birth_date_and_sex_from_it(self, text, born_on, sex):
        assert identity.read(text, today=TODAY) == Identity(text, born_on, sex)

    @pytest.mark.parametrize(
        "dirty",
        [
            "３７９９００１９８００１０１００１４",
            " 379900 19800101 0014\u3000",
            "'379900198001010014",
            "379900198001010014\n",
            "\ufeff379900198001010014",
        ],
    )
    def test_cleans_what_offices_leave_in_a_cell(self, dirty):
        assert identity.read(dirty, today=TODAY).number == "379900198001010014"

    @pytest.mark.parametrize("x", ["x", "Ｘ", "ｘ", "×", "X "])
    def test_writes_a_capital_x(self, x):
        assert identity.read(f"11010519491231002{x}", today=TODAY).number == "11010519491231002X"

    def test_an_area_that_never_was_is_a_doubt_and_no_error(self):
        assert identity.read("99990019800101001X", today=TODAY).warning == ""  # a foreigner's
        assert (
            identity.read("019900198001010012", today=TODAY).warning == "身份证号前两位 01 不是省级代码。对一下证件。"
        )

    def test_an_area_that_has_gone_is_no_doubt(self):
        assert identity.read("379900198001010014", today=TODAY).warning == ""


class TestRefusing:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "没有身份证号。"),
            ("37990019800101001", "身份证号 17 位，少 1 位。"),
            ("3799001980010100144", "身份证号 19 位，多 1 位。"),
            ("37990019800101001443", "身份证号 20 位，多 2 位。像是残疾人证号，看看是不是填错了列。"),
            ("379900800101001", "身份证号 15 位，是老号码。换成 18 位的再填。"),
            ("379900198001010015", "身份证号校验位不对，像是抄错了一位。对一下证件。"),
            ("379900198002300014", "身份证号里的出生日期 19800230 不存在。对一下证件。"),
            ("379900200102290012", "身份证号里的出生日期 20010229 不存在。对一下证件。"),
            ("379900198013010014", "身份证号里的出生日期 19801301 不存在。对一下证件。"),
            ("379900000001010014", "身份证号里的出生日期 00000101 不存在。对一下证件。"),
            ("379900202611250019", "身份证号里的出生日期 20261125 还没到。对一下证件。"),
            ("379900180001010014", "身份证号里的出生日期 18000101 太早。对一下证件。"),
            ("3799001980O1010014", "身份证号里有“O”。只能是数字，最后一位可以是 X。"),
            ("37990019800101X014", "身份证号里的 X 不在最后一位。对一下证件。"),
            ("3.79900E+17", "身份证号变成了 3.79900E+17，后几位已经丢了。把这一列设成“文本”再填一遍。"),
            ("3.799e17", "身份证号变成了 3.799e17，后几位已经丢了。把这一列设成“文本”再填一遍。"),
            ("待补", "身份证号里有“待”。只能是数字，最后一位可以是 X。"),
        ],
    )
    def test_says_what_is_wrong_and_what_to_do(self, text, sentence):
        assert refused(text) == sentence

    def test_29_february_is_a_birthday_in_leap_years_alone(self):
        assert identity.read("379900200402290010", today=TODAY).born_on == date(2004, 2, 29)
        assert refused("379900190002290014") == "身份证号里的出生日期 19000229 不存在。对一下证件。"

    @given(st.integers(0, 17), st.sampled_from("0123456789"))
    def test_one_wrong_digit_is_always_found(self, place, digit):
        number = "379900198001010014"
        changed = number[:place] + digit + number[place + 1 :]
        if changed != number:
            assert refused(changed)

    @given(st.text())
    def test_whatever_is_typed_is_read_or_refused_with_a_sentence(self, text):
        with suppress(Refused):
            assert len(identity.read(text, today=TODAY).number) == 18


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_check_digit_agrees_with_the_recursion_of_iso_7064(first17):
    assert identity.check_digit(first17) == iso_7064_mod_11_2(first17)
