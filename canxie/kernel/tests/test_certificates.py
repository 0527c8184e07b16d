from datetime import date

import pytest

from canxie.kernel import certificates
from canxie.kernel.refusal import Refused

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "category", "level", "reissue"),
    [
        ("37990019800101001443", 4, 3, ""),
        ("11010519491231002X12", 1, 2, ""),
        ("37990019800101001471B", 7, 1, "B"),
        ("37990019800101001464B1", 6, 4, "B1"),
        ("37990019800101001464B12", 6, 4, "B12"),
        (" ３７９９００19800101001464ｂ2 ", 6, 4, "B2"),
    ],
)
def test_reads_category_level_and_reissue(text, category, level, reissue):
    assert certificates.read(text, today=TODAY)[2:] == (category, level, reissue)


def test_holds_the_number_of_its_holder():
    assert certificates.read("37990019800101001443", today=TODAY).identity.number == "379900198001010014"


def test_the_seven_categories_follow_the_federation_and_not_two_popular_pages():
    assert [certificates.CATEGORIES[number] for number in range(1, 8)] == [
        "视力", "听力", "言语", "肢体", "智力", "精神", "多重",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有残疾人证号。"),
        ("3799001980010100144", "残疾人证号 19 位，少 1 位。应是身份证号加类别、等级各 1 位。"),
        ("379900198001010014", "残疾人证号 18 位，少 2 位。应是身份证号加类别、等级各 1 位。"),
        ("379900198001010014431", "残疾人证号 21 位，多 1 位。应是身份证号加类别、等级各 1 位。"),
        ("37990019800101001483", "残疾人证号第 19 位是 8，类别只有 1 到 7。对一下证件。"),
        ("37990019800101001403", "残疾人证号第 19 位是 0，类别只有 1 到 7。对一下证件。"),
        ("37990019800101001445", "残疾人证号第 20 位是 5，等级只有 1 到 4。对一下证件。"),
        ("37990019800101001543", "残疾人证号里的身份证号校验位不对，像是抄错了一位。对一下证件。"),
        ("37990019800230001443", "残疾人证号里的身份证号里的出生日期 19800230 不存在。对一下证件。"),
        ("37990019800101001443B123", "残疾人证号末尾的“B123”看不懂。补办的写 B1、B2。"),
        ("37990019800101001443BX", "残疾人证号末尾的“BX”看不懂。补办的写 B1、B2。"),
        ("3799001980010100144-", "残疾人证号里有“-”。应是 20 位数字，补办的末尾加 B1、B2。"),
        ("379900X9800101001443", "残疾人证号里的 X 只能在第 18 位。对一下证件。"),
        ("3.79900E+19", "残疾人证号变成了 3.79900E+19，后几位已经丢了。把这一列设成“文本”再填一遍。"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(text, sentence):
    with pytest.raises(Refused) as caught:
        certificates.read(text, today=TODAY)
    assert caught.value.sentence == sentence
