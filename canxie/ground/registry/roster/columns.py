"""What the columns of a county's list can be, in the words that offices write over them."""

from collections.abc import Callable

from canxie.engine.sheets.layout import Field
from canxie.kernel import identity
from canxie.kernel.cells import SEXES, level, narrow, text
from canxie.kernel.contacts import phones
from canxie.kernel.refusal import Refused


def _number_like(value: str, length: int) -> bool:
    number = identity.clean(value)
    return abs(len(number) - length) <= 2 and number[:10].isdecimal()


def _identity_like(value: str) -> bool:
    return _number_like(value, 18) or (value.startswith(("1.", "2.", "3.", "4.", "5.", "6.")) and "E+17" in value)


def _certificate_like(value: str) -> bool:
    return _number_like(value, 21)


def _name_like(value: str) -> bool:
    said = text(value).replace(" ", "")
    return 2 <= len(said) <= 12 and not any(char.isdecimal() for char in said) and not said.endswith(("村", "区", "级"))


def _sex_like(value: str) -> bool:
    return narrow(text(value)).casefold() in SEXES


def _level_like(value: str) -> bool:
    try:
        return level(value) is not None
    except Refused:
        return False


def _category_like(value: str) -> bool:
    return any(word in value for word in ("视力", "听力", "言语", "语言", "肢体", "智力", "精神", "多重"))


def _phone_like(value: str) -> bool:
    try:
        return bool(phones(value))
    except Refused:
        return False


def _village_like(value: str) -> bool:
    return text(value).endswith(("村", "社区", "居委会", "村委会", "居"))


def _field(
    key: str, label: str, words: str, hints: str = "", looks: Callable[[str], bool] | None = None, *, many: bool = False
) -> Field:
    return Field(key, label, tuple(words.split()), tuple(hints.split()), looks, many)


FIELDS = [
    _field(
        "identity",
        "身份证号",
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 证件号 "
        "居民身份证号 居民身份证号码 残疾人身份证号 残疾人身份证号码 本人身份证号",
        hints="号码 证号",
        looks=_identity_like,
    ),
    _field(
        "certificate",
        "残疾人证号",
        "残疾人证号 残疾人证号码 残疾证号 残疾证号码 残疾证 残疾人证 残疾人证件号 持证号 残联证号 证残号",
        looks=_certificate_like,
    ),
    _field(
        "name",
        "姓名",
        "姓名 残疾人姓名 名字 残疾人 持证人 持证人姓名 本人姓名",
        hints="人员 人员姓名",
        looks=_name_like,
    ),
    _field("sex", "性别", "性别", looks=_sex_like),
    _field("born_on", "出生日期", "出生日期 出生年月 出生年月日 出生时间 生日"),
    _field(
        "disability",
        "残疾类别和等级",
        "残疾类别等级 残疾类别及等级 残疾类别和等级 类别等级 残疾种类及等级 残疾类型及等级 残疾情况",
        looks=_category_like,
    ),
    _field(
        "category",
        "残疾类别",
        "残疾类别 残疾人证类型 残疾人证类别 残疾证类型 残疾证类别 残疾类型 残疾种类 残疾类 残别 类别",
        hints="类型 种类",
        looks=_category_like,
    ),
    _field("level", "残疾等级", "残疾等级 残疾人证等级 残疾证等级 残疾级别 等级 级别 残级 残疾程度", looks=_level_like),
    _field("guardian", "监护人", "监护人 监护人姓名 法定监护人 法定监护人姓名"),
    _field("guardian_phone", "监护人电话", "监护人电话 监护人联系电话 监护人手机 监护人手机号 监护人联系方式"),
    _field("guardian_relation", "监护人关系", "监护人关系 与监护人关系 监护关系"),
    _field(
        "phone",
        "电话",
        "电话 联系电话 电话号码 联系方式 手机 手机号 手机号码 本人电话 本人联系电话 "
        "联系电话1 联系电话2 备用电话 固定电话 家庭电话",
        looks=_phone_like,
        many=True,
    ),
    _field("township", "乡镇", "乡镇 镇街 街道 乡镇街道 乡(镇) 镇 所属乡镇 所在乡镇 镇(街道) 街镇"),
    _field(
        "village",
        "村",
        "村 村居 村社区 社区 所在村 行政村 村庄 村名 村别 所属村 居委会 村(居) "
        "所在村居 所在社区 村(社区) 村委会 村(居)委会 村居名称",
        hints="单位 地区",
        looks=_village_like,
    ),
    _field("village_code", "村代码", "村代码 区划代码 行政区划代码 村编码 区划编码 村居代码 行政区划编码"),
    _field(
        "address",
        "现住地址",
        "地址 现住址 现住地址 家庭住址 住址 详细地址 家庭地址 居住地址 通讯地址 联系地址 常住地址 现居住地址 现居住地",
    ),
    _field("registered_address", "户籍地址", "户籍地址 户籍地 户口所在地 户籍所在地 户口地址 户籍住址"),
    _field("group", "组", "组 村民小组 小组 组别 居民小组 所在组 村组"),
    _field("door", "门牌", "门牌 门牌号 门牌号码 户门牌"),
    _field("household", "户号", "户号 户编号 家庭编号 户主编号 户籍号 户口本号 户口簿号 户口编号"),
    _field("head", "户主", "户主 户主姓名"),
    _field("head_identity", "户主身份证号", "户主身份证号 户主身份证号码 户主身份证 户主证件号码 户主证件号"),
    _field("relation", "与户主关系", "与户主关系 户主关系 和户主关系 与户主的关系 家庭关系"),
    _field("issued_on", "发证日期", "发证日期 发证时间 办证日期 办证时间 签发日期 首次发证日期 领证日期"),
    _field(
        "expires_on",
        "有效期至",
        "有效期至 有效期 到期日期 有效期限 截止日期 证件有效期 有效期截止 证件到期日期 到期时间 有效日期",
    ),
    _field("issuer", "发证机关", "发证机关 批准残联 发证单位 发证残联"),
    _field("dibao", "低保", "低保 是否低保 低保户 享受低保 是否享受低保 是否低保户"),
    _field("destitute", "特困供养", "特困 是否特困 特困供养 特困人员 五保 是否五保 是否特困供养 特困户"),
    _field(
        "living_subsidy",
        "困难残疾人生活补贴",
        "生活补贴 困难残疾人生活补贴 困难补贴 困难生活补贴 是否享受生活补贴 是否享受困难残疾人生活补贴",
    ),
    _field(
        "nursing_subsidy",
        "重度残疾人护理补贴",
        "护理补贴 重度残疾人护理补贴 重残护理补贴 重度护理补贴 是否享受护理补贴 是否享受重度残疾人护理补贴",
    ),
    _field("lives_alone", "独居", "独居 是否独居 独居户"),
]
"""In the order in which a column without a heading is guessed: what is told by digits comes first."""

LABELS = {one.key: one.label for one in FIELDS}
NEEDED = ("name", "identity", "certificate")
"""A row without any of them is nobody's."""

SERIAL = ("序号", "编号", "序", "顺序", "no")
"""Headings that only count rows."""
