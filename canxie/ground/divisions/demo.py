"""An invented county below an invented city and province, with towns and villages of no real name."""

import hashlib
from collections import Counter
from datetime import date
from itertools import product

from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, shares, steps
from canxie.engine.demos.names import listed
from canxie.engine.scoping.memory import forget
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.actions import load
from canxie.ground.divisions.bulk import insert
from canxie.ground.divisions.models import Division, Level, UrbanRural
from canxie.ground.divisions.national import AS_OF
from canxie.ground.divisions.national import listed as published
from canxie.ground.divisions.sounds import initials_of, sound_of
from canxie.ground.powers import Power

SINCE = date(2020, 1, 1)
PEOPLE_A_VILLAGE, VILLAGES_A_TOWNSHIP = 33, 20

TOWN = "榆岭镇"
TOWN_VILLAGES = listed(
    "槐里村 柳湾村 磨盘村 东岭村 井台村 白果村 麦田村 杏花社区 青杨村 西岭村 上沟村 下沟村 沟口村 石桥村 后窑村 "
    "梨园村 苇塘村 榆岭社区"
)
STREETS = listed("青禾街道 云台街道 望河街道 松风街道 文昌街道 晴川街道")
TOWNS = listed(
    "青石镇 桑园镇 双泉镇 枣林镇 落雁镇 红柳镇 石臼镇 清溪镇 古槐镇 长亭镇 菊坡镇 芦泊镇 鹤鸣镇 砚山镇 荞麦镇 "
    "远坡镇 杉木镇 渡口镇 竹沟镇 银杏镇 谷仓镇 风车镇 晒书镇"
)
FIRST = listed(
    "前 后 东 西 南 北 上 下 大 小 新 老 高 长 红 白 青 黄 石 土 双 三 五 七 柳 槐 杨 桃 杏 梨 枣 桑 榆 松 柏 竹 荷 "
    "菊 苇 麦"
)
SECOND = listed("沟 坡 岭 洼 湾 桥 井 泉 庄 店 屯 堡 寨 营 窑 坊 园 塘 坝 堤 河 溪 滩 台 崖 峪 坪 塬 林 圩")
COMMUNITIES = listed(
    "春晖 向阳 文苑 滨河 和顺 安居 书香 锦程 丽景 康宁 月季 银河 工人 建新 团结 幸福里 老街 新风 南门 北关 桂花 "
    "石榴 梧桐 丁香"
)


@action("divisions.invent")
def invent(*, by: Scope, demo: Demo, progress: Progress) -> Counts:
    """Write the invented county, and what lies above it."""
    by.must_cover(demo.place, Power.DIVISIONS_CHANGE)
    above = [] if Division.objects.filter(code=demo.place[:2]).exists() else [(demo.place[:2], "示例省", None)]
    rows = [
        *above,
        (demo.place[:4], "示例市", None),
        (demo.place, "示例县", None),
        *townships(demo),
    ]
    columns = ["code", "name", "level", "valid_from", "successors", "urban_rural", "sound", "initials"]
    full = [(code, name, len(code), f"{SINCE}", "[]", kind, *sounds(name)) for code, name, kind in rows]
    insert(Division, columns, full, shares(progress, len(full)))
    forget()
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    root = Division.objects.get(code=demo.place, valid_to=None)
    note(by, "divisions.invent", root, place=demo.place, rows=len(rows), digest=digest)
    towns = sum(len(code) == 9 for code, _, _ in rows)
    return {"乡镇（街道）": towns, "村（社区）": sum(len(code) == 12 for code, _, _ in rows)}


def sounds(name: str) -> tuple[str, str]:
    sound = sound_of(name)
    return sound, initials_of(sound)


def townships(demo: Demo) -> list[tuple[str, str, int | None]]:
    """Lay out towns and streets with their villages: about 33 people a village, twenty villages a town.

    Codes as the statistics bureau gives them (domain.md 3.5): streets from 001, towns from 100,
    communities from 001, villages from 200.
    """
    chance = demo.chance("divisions")
    wanted = max(len(TOWN_VILLAGES) + 4, demo.people // PEOPLE_A_VILLAGE)
    count = min(len(STREETS) + len(TOWNS) + 1, max(2, round(wanted / VILLAGES_A_TOWNSHIP)))
    streets = STREETS[: max(1, count // 5)]
    towns = [TOWN, *TOWNS][: count - len(streets)]
    rest = wanted - len(TOWN_VILLAGES)
    others = iter([int(size) for size in chance.multinomial(rest, [1 / (count - 1)] * (count - 1))])
    villages = iter(
        chance.permutation([f"{a}{b}村" for a, b in product(FIRST, SECOND) if f"{a}{b}村" not in TOWN_VILLAGES])
    )
    rows: list[tuple[str, str, int | None]] = []
    for number, name in [*enumerate(streets, 1), *enumerate(towns, 100)]:
        code = f"{demo.place}{number:03d}"
        rows.append((code, name, None))
        if name == TOWN:
            rows += below(code, [one for one in TOWN_VILLAGES if one[-1] == "村"], 200, UrbanRural.COUNTRYSIDE)
            rows += below(code, [one for one in TOWN_VILLAGES if one[-1] != "村"], 1, UrbanRural.TOWN_CORE)
            continue
        size, is_street = next(others), name in streets
        urban = max(1, round(size * 0.6)) if is_street else min(2, size // 8)
        picked = chance.choice(len(COMMUNITIES), size=min(urban, len(COMMUNITIES)), replace=False)
        named = [f"{COMMUNITIES[index]}社区" for index in picked]
        rows += below(code, named, 1, UrbanRural.CITY_CORE if is_street else UrbanRural.TOWN_CORE)
        kind = UrbanRural.CITY_FRINGE if is_street else UrbanRural.COUNTRYSIDE
        rows += below(code, [str(next(villages)) for _ in range(size - len(named))], 200, kind)
    return rows


def below(code: str, names: list[str], start: int, kind: UrbanRural) -> list[tuple[str, str, int | None]]:
    return [(f"{code}{number:03d}", name, kind.value) for number, name in enumerate(names, start)]


def run(demo: Demo, progress: Progress) -> Counts:
    scope = Scope(SYSTEM, {Power.DIVISIONS_CHANGE: (demo.place,)})
    return invent(by=scope, demo=demo, progress=progress)


def of_province(demo: Demo, progress: Progress) -> Counts:
    """A province is a real one: its people are invented, and nobody could invent 62,074 names of villages."""
    rows = published(demo.place)
    scope = Scope(SYSTEM, {Power.DIVISIONS_CHANGE: (demo.place[:2],)})
    load(by=scope, code=demo.place, rows=rows, as_of=AS_OF, told=shares(progress, len(rows)))
    levels = Counter(len(code) for code, _, _ in rows)
    return {"乡镇（街道）": levels[Level.TOWNSHIP], "村（社区）": levels[Level.VILLAGE]}


steps.declare("divisions", Step("区划", run, wide=of_province))
