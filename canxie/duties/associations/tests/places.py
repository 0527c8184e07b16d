"""A small province for the tests: two counties of one city, two townships, and their villages."""

from datetime import date

from canxie.ground.divisions.tests.factories import VillageFactory

TODAY = date(2026, 11, 24)  # a Tuesday
PROVINCE, CITY, COUNTY, OTHER_COUNTY = "37", "3799", "379900", "379901"
STREET, TOWN, ELSEWHERE = "379900001", "379900100", "379901100"
HUAILI, DAHUAISHU, LIUWAN, MOPAN, WUTONG = (
    "379900100200",
    "379900100201",
    "379900100202",
    "379900100203",
    "379900001001",
)
FAR = "379901100200"

NAMES = {
    PROVINCE: "示例省",
    CITY: "示例市",
    COUNTY: "示例县",
    OTHER_COUNTY: "邻县",
    STREET: "青禾街道",
    TOWN: "榆岭镇",
    ELSEWHERE: "远镇",
    HUAILI: "槐里村",
    DAHUAISHU: "大槐树村",
    LIUWAN: "柳湾村",
    MOPAN: "磨盘村",
    WUTONG: "梧桐社区",
    FAR: "远村",
}


def province():
    for code, name in NAMES.items():
        VillageFactory(code=code, name=name)
