"""Web and worker are killed under load: what was acknowledged is there once, with its trail, and nothing is half done.

KILLS=100 for the drill.
"""

import os
import random
import time

from tests.faults.counting import nothing_is_lost_or_doubled
from tests.faults.house import House
from tests.faults.load import at_work

KILLS = int(os.environ.get("KILLS", "10"))


def test_kills_under_load_lose_nothing_and_double_nothing(house):
    chance = random.Random(KILLS)  # noqa: S311  # any will do
    house.serve()
    with at_work(house, people=6) as shift:
        back = [strike(house, number, chance) for number in range(KILLS)]
        time.sleep(1)

    assert len(shift.acknowledged()) > 2 * KILLS
    assert sum(shift.acknowledged().values()) > KILLS / 2
    nothing_is_lost_or_doubled(house, shift)
    assert max(back) < 15, back


def strike(house: House, number: int, chance: random.Random) -> float:
    """Kill something; return how many seconds it took until pages came again."""
    time.sleep(chance.uniform(0.5, 2.0))
    began = time.monotonic()
    match number % 3:
        case 0:  # everything, as when the power goes
            house.kill()
            house.serve()
        case 1:  # one process of the web
            house.kill_one("gunicorn", chance)
        case _:
            house.kill_one("worker", chance)
    house.wait_until(house.is_up)
    return time.monotonic() - began
