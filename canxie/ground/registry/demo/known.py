"""The households that the pictures of the pages show: the first seven of 槐里村, by name."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from canxie.engine.demos.names import Part, part
from canxie.ground.registry.choices import Clear
from canxie.ground.registry.demo.drawing import CHILD, LIVING, NO, SELF, UNKNOWN, YES, Homes, People
from canxie.kernel.dates import born_by

VILLAGE, HOUSEHOLDS = "槐里村", 36
SIZED = {"柳湾村": 46, "磨盘村": 50, "东岭村": 38, "井台村": 26, "白果村": 30, "麦田村": 22, "青杨村": 18, "西岭村": 24}
"""Other villages of the pictures, with their households, where there are enough people."""
ENOUGH = 5_000
CALM = 420
"""Days before which no certificate of the village's other households runs out."""


Told = tuple[tuple[Clear, int, str], ...]
"""What of the six clears was told so many days ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """A person by name, with the days until their certificate runs out."""

    name: str
    woman: bool
    age: int
    kind: tuple[int, int]
    expires_in: int
    role: int = SELF
    phone: str = ""
    whose: str = ""
    dibao: int = NO
    guardian: tuple[str, str] = ("", "")
    told: Told = ()


class Kin(NamedTuple):
    name: str
    relation: str
    phone: str
    lives_here: bool
    is_emergency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    group: int
    door: int
    people: tuple[One, ...]
    kin: tuple[Kin, ...] = ()
    head: str = ""
    alone: int = NO
    aged_carer: int = NO
    told: Told = ()


WENBO: Told = ((Clear.PHONE, 43, "没有电话，打给母亲"), (Clear.POLICIES, 43, "低保、护理补贴"))
LI: Told = (
    (Clear.ADDRESS, 43, "槐里村三组 17号，户口也在这里"),
    (Clear.HOUSING, 251, "砖房 3 间，门口 2 级台阶，没有扶手"),
    (Clear.NEEDS, 43, "护理垫每月 2 包；想在门口装扶手"),
    (Clear.FAMILY, 43, "李秀兰照顾儿子李文博；女儿李晓燕每周来一次"),
)
MA: Told = ((Clear.ADDRESS, 32, "槐里村一组 4号，一个人住"), (Clear.NEEDS, 32, "轮椅刹车坏了，下坡不敢坐"))
SUN: Told = ((Clear.ADDRESS, 90, "槐里村五组 2号"), (Clear.FAMILY, 90, "父亲在外打工，母亲何玉珍照看"))
XIULAN = One(
    name="李秀兰",
    woman=True,
    age=68,
    kind=(4, 2),
    expires_in=1660,
    phone="00000000017",
    told=((Clear.PHONE, 236, "常开机"),),
)
XIAOYU = One(
    name="孙小宇",
    woman=False,
    age=12,
    kind=(5, 2),
    expires_in=2900,
    role=CHILD,
    phone="00000000024",
    whose="母亲何玉珍",
    guardian=("何玉珍", "母亲"),
    told=((Clear.POLICIES, 90, "护理补贴；在县特教学校上四年级"),),
)
SON = One(
    name="李文博",
    woman=False,
    age=41,
    kind=(5, 1),
    expires_in=1030,
    role=CHILD,
    dibao=YES,
    guardian=("李秀兰", "母亲"),
    told=WENBO,
)
HIS_POLICIES: Told = ((Clear.POLICIES, 32, "护理补贴"),)
ZHIQIANG = One(name="马志强", woman=False, age=52, kind=(4, 1), expires_in=1500, phone="00000000021", told=HIS_POLICIES)
DESHUN = One(name="赵德顺", woman=False, age=74, kind=(1, 1), expires_in=26, phone="00000000031")
AYIGULI = One(name="阿依古丽·买买提", woman=True, age=38, kind=(2, 2), expires_in=157, phone="00000000035")
GUIFEN = One(name="王桂芬", woman=True, age=57, kind=(6, 2), expires_in=2100, phone="00000000038", dibao=YES)
JIANGUO = One(name="陈建国", woman=False, age=63, kind=(4, 3), expires_in=1340, phone="00000000044")

FAMILIES = (
    Family(
        group=2,
        door=17,
        people=(XIULAN, SON),
        kin=(Kin("李晓燕", "女儿", "00000000018", lives_here=False, is_emergency=True),),
        aged_carer=YES,
        told=LI,
    ),
    Family(group=0, door=4, people=(ZHIQIANG,), alone=YES, told=MA),
    Family(
        group=4,
        door=2,
        people=(XIAOYU,),
        kin=(Kin("何玉珍", "妻子", "00000000024", lives_here=True, is_emergency=True),),
        head="孙立军",
        told=SUN,
    ),
    Family(group=2, door=21, people=(DESHUN,)),
    Family(group=1, door=11, people=(AYIGULI,)),
    Family(group=3, door=6, people=(GUIFEN,)),
    Family(group=1, door=9, people=(JIANGUO,)),
)
SIZES = tuple(len(family.people) for family in FAMILIES)


def settle(homes: Homes, people: People, today: date) -> dict[int, Part]:
    """Write the known families over what chance made of the first households; returns their people's names."""
    called = dict[int, Part]()
    calm = slice(len(FAMILIES), HOUSEHOLDS)
    of_village = people.home < HOUSEHOLDS
    people.state[of_village] = LIVING
    people.issued_ago[of_village] %= 3652 - CALM
    homes.shock_ago[:HOUSEHOLDS] = UNKNOWN
    homes.door[calm] += 24
    for home, family in enumerate(FAMILIES):
        homes.group[home], homes.door[home] = family.group, family.door
        homes.alone[home], homes.aged_carer[home] = family.alone, family.aged_carer
        for index, one in enumerate(family.people, int(homes.first[home])):
            called[index] = part(one.name)
            issued = born_by(10, today + timedelta(one.expires_in))
            people.issued_ago[index] = (today - issued).days
            people.born_ago[index] = (today - born_by(one.age, today)).days + 40 + 29 * home
            people.women[index], people.role[index] = one.woman, one.role
            people.category[index], people.degree[index] = one.kind
            people.certified[index], people.dibao[index], people.destitute[index] = True, one.dibao, NO
            people.guarded[index] = YES if one.guardian[0] else UNKNOWN
            people.orphan[index] = NO if one.age < 18 else UNKNOWN
    return called
