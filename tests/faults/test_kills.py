"""Web and worker are killed under load: what was acknowledged is there once, with its trail, and nothing is half done.

KILLS=100 for the drill.
"""

import json
import os
import random
import time
from threading import Event

from tests.faults.house import House
from tests.faults.load import Visitor, staff_of

KILLS = int(os.environ.get("KILLS", "10"))
FIND = """
from collections import Counter
from canxie.duties.visits.models import Encounter, Visit
from canxie.engine.audit.models import AuditEntry
from canxie.mechanisms.matters.models import Matter
new = Visit.objects.filter(received_at__gte=told["since"])
notes = AuditEntry.objects.filter(action="visits.record", done_at__gte=told["since"])
needs = Matter.objects.filter(source_id__in=new.values("pk"))
print(json.dumps({
    "visits": [str(pk) for pk in new.order_by("pk").values_list("pk", flat=True)],
    "noted": Counter(notes.values_list("target_id", flat=True)),
    "met": [str(pk) for pk in Encounter.objects.filter(visit__in=new).values_list("visit", flat=True)],
    "needs": Counter(str(pk) for pk in needs.values_list("source_id", flat=True)),
}))
"""


def test_kills_under_load_lose_nothing_and_double_nothing(house):
    chance, stop = random.Random(KILLS), Event()  # noqa: S311  # any will do
    house.serve()
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 1))
    visitors = [Visitor(house, username, doors, stop) for username, doors in staff_of(house, 6)]
    assert len(visitors) == 6
    for visitor in visitors:
        visitor.start()

    back = [strike(house, number, chance) for number in range(KILLS)]
    time.sleep(1)
    stop.set()
    for visitor in visitors:
        visitor.join(timeout=90)

    acknowledged = {pk: has_need for visitor in visitors for pk, has_need in visitor.acknowledged.items()}
    found = house.asks(FIND, since=since)
    assert [visitor.refused for visitor in visitors] == [[]] * 6
    assert len(acknowledged) > 2 * KILLS
    assert sum(acknowledged.values()) > KILLS / 2
    assert set(acknowledged) - set(found["visits"]) == set()
    assert found["noted"] == dict.fromkeys(found["visits"], 1)
    assert set(found["met"]) == set(found["visits"])
    needs = {pk for pk, has_need in acknowledged.items() if has_need}
    assert set(found["needs"].values()) == {1}
    assert needs - set(found["needs"]) == set()
    assert json.loads(house.run(house.canxie("trail", "verify", "--json")))["broken"] == []
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
