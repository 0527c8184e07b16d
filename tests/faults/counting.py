"""What a house must hold after a fault: everything that it acknowledged, once, whole, and on the trail."""

import json
from typing import Any

from tests.faults.house import House
from tests.faults.load import Shift

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


def nothing_is_lost_or_doubled(house: House, shift: Shift) -> None:
    """Compare what people were told with what stands in the database."""
    acknowledged, found = shift.acknowledged(), counted(house, shift.since)
    assert shift.refused() == []
    assert acknowledged
    assert set(acknowledged) - set(found["visits"]) == set()
    assert found["noted"] == dict.fromkeys(found["visits"], 1)
    assert set(found["met"]) == set(found["visits"])
    assert set(found["needs"].values()) <= {1}
    assert {pk for pk, has_need in acknowledged.items() if has_need} - set(found["needs"]) == set()
    assert json.loads(house.run(house.canxie("trail", "verify", "--json")))["broken"] == []


def counted(house: House, since: str) -> dict[str, Any]:
    """Return ids of visits received since then, of those with somebody met, and how often each is on the trail."""
    found: dict[str, Any] = house.asks(FIND, since=since)
    return found
