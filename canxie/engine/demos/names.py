"""Invented names: surnames as common as they are, given names of three ages, and the ones that break software."""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from canxie.kernel import names, pinyin

Indexes = npt.NDArray[np.int64]


def listed(words: str) -> list[str]:
    """Take words apart, so that a hundred of them stand on a few lines.

    >>> listed("王 李")
    ['王', '李']
    """
    return words.split()


COMMON = (
    "王 7.1 李 7.0 张 6.7 刘 5.3 陈 4.5 杨 3.1 黄 2.2 赵 2.0 吴 2.0 周 2.0 徐 1.4 孙 1.4 马 1.3 朱 1.2 胡 1.2 林 1.1 "
    "郭 1.1 何 1.1 高 1.1 罗 1.0 郑 0.9 梁 0.9 谢 0.8 宋 0.8 唐 0.7 许 0.7 邓 0.7 韩 0.6 冯 0.6 曹 0.6 彭 0.6 曾 0.6 "
    "肖 0.6 田 0.5 董 0.5 潘 0.5 袁 0.5 蔡 0.5 蒋 0.5 余 0.5 于 0.5 杜 0.5 叶 0.4 程 0.4 魏 0.4 苏 0.4 吕 0.4 丁 0.4 "
    "任 0.4 卢 0.4 姚 0.4 沈 0.4 姜 0.4 崔 0.4 钟 0.4 谭 0.4 陆 0.4 范 0.3 汪 0.3 廖 0.3 石 0.3 金 0.3 韦 0.3 贾 0.3 "
    "夏 0.3 付 0.3 方 0.3 邹 0.3 熊 0.3 白 0.3 孟 0.3 秦 0.3 邱 0.3 侯 0.3 江 0.3 尹 0.3 薛 0.3 闫 0.3 段 0.2 雷 0.2 "
    "龙 0.2 黎 0.2 史 0.2 陶 0.2 贺 0.2 毛 0.2 郝 0.2 顾 0.2 龚 0.2 邵 0.2 万 0.2 覃 0.2 武 0.2 钱 0.2 戴 0.2 严 0.2"
)
"""In percent, after the Ministry of Public Security's yearly 全国姓名报告 (2020): rounded, from memory."""

RARE = listed("单 仇 查 解 翟 区 朴 盖 缪 乐 褚 佟 逄 訾 隗 幺 欧阳 上官 诸葛 司马 尉迟 令狐")
"""Surnames that sound otherwise than they look, and double ones; 3 % together, far more than in life."""

OLD_MEN = listed(
    "建国 国强 志强 德顺 玉林 万福 长河 金山 福生 永贵 春生 志明 文山 树林 海峰 庆云 立新 小军 光明 振海 守义 保田 "
    "新民 宝山 国庆 学文 忠信 来福 根生 兆祥 传喜 凤山 广田 友谊 殿臣 仁义 连生 景春 占魁 成林 胜利 卫东 和平 援朝"
)
OLD_WOMEN = listed(
    "秀兰 桂芬 玉珍 桂英 淑芬 秀英 素琴 春梅 玉兰 凤英 秀珍 爱华 桂兰 翠花 淑珍 秀芳 金凤 月娥 兰英 翠英 玉梅 凤霞 "
    "荣花 素珍 慧芳 秋菊 爱莲 桂花 美英 玉洁 改玲 巧云 腊梅 喜凤 银环 守兰 彩霞 红英 香云 令芝"
)
MEN = listed(
    "伟 强 磊 军 勇 涛 超 鹏 飞 波 斌 辉 刚 健 亮 文博 志远 海涛 晓东 建军 国栋 永刚 立军 俊杰 少华 云飞 大勇 传龙 "
    "小明 东升 振华 宏伟 玉龙 长青 文斌 学军 春雷 明辉 世杰 𠮷平 振𪟝 𪨰生"
)
WOMEN = listed(
    "静 丽 敏 艳 娟 霞 燕 红 芳 玲 娜 莉 梅 洁 晓燕 丽娟 海燕 秀丽 红梅 春燕 晓红 文娟 玉华 丽萍 雪梅 小芳 冬梅 "
    "爱玲 立娜 金玲 云霞 慧敏 巧玲 亚楠 新颖 晓晴 莹莹 婷婷 丹丹 倩倩"
)
BOYS = listed("子轩 浩宇 小宇 梓豪 宇航 俊熙 天佑 子涵 一诺 乐乐 嘉豪 博文 明轩 皓轩 安康 晨阳 小虎 家宝 奕辰 佳乐")
GIRLS = listed("梓涵 欣怡 诗涵 雨桐 一一 可馨 佳怡 思雨 朵朵 心悦 语嫣 美琪 子萱 安安 小满 若曦 雨欣 甜甜 依诺 佳琪")
OTHER_MEN = listed(
    "买买提·艾山 阿不都热合曼·玉素甫 艾尔肯·吐尔逊 巴特尔·苏和 扎西·多吉 哈力克·木合塔尔 朝鲁·布仁 吾买尔·依明"
)
OTHER_WOMEN = listed(
    "阿依古丽·买买提 古丽米热·艾山 其其格·乌云 卓玛·央金 帕提古丽·卡德尔 热孜万·吾守尔 萨仁·图雅 阿孜古丽·肉孜"
)

UNCOMMON, MINORITY = 0.03, 0.004
MIDDLE_AGED, OLD = 18, 52


class Part(NamedTuple):
    """A name, or a part of one, with what it is found by: the parts of a whole are joined, and need no dictionary."""

    text: str
    key: str
    sort: str
    initials: str


def joined(first: Part, second: Part) -> Part:
    """Put a given name behind a surname."""
    return Part(
        first.text + second.text,
        first.key + second.key,
        f"{first.sort} {second.sort}",
        first.initials + second.initials,
    )


def part(text: str, before: str = "") -> Part:
    """Find out how a name sounds, or the part of one that stands behind a surname."""
    sound = pinyin.sort_key(before + text).split()[len(before) :]
    return Part(text, names.search_key(text), " ".join(sound), pinyin.initials(before + text)[len(before) :])


@cache
def surnames() -> list[Part]:
    return [part(text) for text in [*COMMON.split()[::2], *RARE]]


@cache
def weights() -> npt.NDArray[np.float64]:
    common = np.array([float(one) for one in COMMON.split()[1::2]])
    common *= (1 - UNCOMMON) / common.sum()
    return np.concatenate([common, np.full(len(RARE), UNCOMMON / len(RARE))])


@cache
def given() -> list[Part]:
    return [part(text, before="王") for group in GROUPS for text in group]


@cache
def whole() -> list[Part]:
    return [part(text) for text in [*OTHER_MEN, *OTHER_WOMEN]]


GROUPS = (OLD_MEN, OLD_WOMEN, MEN, WOMEN, BOYS, GIRLS)
OLDER, YOUNGER = 0, 2
STARTS = np.cumsum([0, *map(len, GROUPS)])[:-1]
SIZES = np.array([*map(len, GROUPS)])


def draw_surnames(chance: Generator, count: int) -> Indexes:
    return chance.choice(len(weights()), size=count, p=weights())


def draw_given(chance: Generator, ages: Indexes, women: npt.NDArray[np.bool_]) -> Indexes:
    """Give each a name of their time: those born before 1975 or so are called otherwise than today's children."""
    group = np.where(ages >= OLD, 0, np.where(ages >= MIDDLE_AGED, 2, 4)) + women
    drawn: Indexes = STARTS[group] + (chance.random(len(ages)) * SIZES[group]).astype(np.int64)
    return drawn


def one_of(group: int, die: int) -> str:
    """Pick a given name of one of the GROUPS by a die that was thrown elsewhere."""
    return GROUPS[group][die % len(GROUPS[group])]


def adults(chance: Generator, count: int) -> list[str]:
    """Invent names of people at work."""
    ages, women = chance.integers(28, 60, count), chance.random(count) < 0.6
    family, own = draw_surnames(chance, count), draw_given(chance, ages, women)
    return [surnames()[one].text + given()[other].text for one, other in zip(family, own, strict=True)]
