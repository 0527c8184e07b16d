"""How disabilities are spread over an invented county. Approximations, good enough to look at, never to be quoted.

Sources. (1) 第二次全国残疾人抽样调查主要数据公报 (National Bureau of Statistics, 2006 and 2007): 8,296万 people in
7,050万 households, of which 876万 have two or more; men 51.55 %; level 一 and 二 29.62 %; 60 and older 53.24 %.
(2) 中国残疾人事业统计年鉴, people with a certificate by category, about 2020: rounded, from memory. Registers hold
fewer of the old and of the hard of hearing than the survey found, so the categories are (2) and not (1).
How category, age and level hang together is invented, so that the totals come out near both.
"""

import numpy as np

MEN = 0.5155

SIZES = np.array([0.8757, 0.0716, 0.0527])
"""Households with one, two, three: 12.43 % have more than one, and there are 1.177 people in each, as in (1)."""

CATEGORIES = np.array([0.110, 0.086, 0.017, 0.540, 0.094, 0.108, 0.045])
"""视力 听力 言语 肢体 智力 精神 多重, as in (2)."""

DEGREES = np.array(
    [
        [0.22, 0.14, 0.12, 0.52],
        [0.12, 0.22, 0.26, 0.40],
        [0.20, 0.15, 0.30, 0.35],
        [0.05, 0.15, 0.35, 0.45],
        [0.10, 0.24, 0.36, 0.30],
        [0.08, 0.32, 0.40, 0.20],
        [0.45, 0.35, 0.15, 0.05],
    ]
)
"""Levels 一 to 四 by category."""

BANDS = np.array([[1, 15], [15, 45], [45, 60], [60, 75], [75, 93]])
"""From this age until just before that."""

AGES = np.array(
    [
        [0.01, 0.10, 0.20, 0.40, 0.29],
        [0.02, 0.10, 0.18, 0.40, 0.30],
        [0.08, 0.35, 0.25, 0.22, 0.10],
        [0.02, 0.15, 0.31, 0.37, 0.15],
        [0.13, 0.50, 0.22, 0.12, 0.03],
        [0.03, 0.37, 0.35, 0.20, 0.05],
        [0.08, 0.30, 0.22, 0.25, 0.15],
    ]
)
"""Age bands by category."""

SEVERE, ADULT, OLD = 2, 18, 60
INTELLECTUAL, MENTAL, MULTIPLE = 5, 6, 7
