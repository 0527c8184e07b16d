"""Rules of clause 二(二), 统筹乡镇(街道)残疾人工作力量和工作资源. Plain values in, plain findings out."""

from collections.abc import Sequence

TOWNSHIP_LATE, COUNTY_SEES, COUNTY_LATE = 1, 2, 3
"""What a step of a vacancy means: late at the township, seen by the county, late there too."""


def step_of(days: int | None, steps: Sequence[int]) -> int:
    """Say how many steps a vacancy has climbed after so many days; one that was never filled, all of them.

    The days are a parameter of the county (`vacancy.escalate_days`, local default): the clause names none.

    >>> step_of(6, (7, 15, 30)), step_of(7, (7, 15, 30)), step_of(30, (7, 15, 30)), step_of(None, (7, 15, 30))
    (0, 1, 3, 3)
    """
    return len(steps) if days is None else sum(days >= step for step in steps)


def persons_each(people: int, commissioners: int) -> int | None:
    """Say how many people one commissioner answers for, rounded up; None where there is no commissioner.

    >>> persons_each(41, 2), persons_each(0, 1), persons_each(5, 0)
    (21, 0, None)
    """
    return -(-people // commissioners) if commissioners else None
