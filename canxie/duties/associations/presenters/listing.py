"""The list of associations: by state, by name, a page at a time by keyset."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from canxie.duties.associations.choices import AssociationState
from canxie.duties.associations.models import Association, AssociationQuerySet, Coverage
from canxie.ground.divisions.names import Names
from canxie.kernel.words import short_day
from canxie.mechanisms.matters.kinds import kinds

ROWS = 50
TOWNSHIP = 9


def listed(rows: AssociationQuerySet, state: str, sent: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Cut a page out of the associations in a state, or of all that are not over; by place and name."""
    counts = dict(rows.order_by().values_list("state").annotate(how_many=Count("pk")))
    wanted: AssociationQuerySet = rows.filter(state=state) if state else rows.not_over()
    after = sent.get("after", "")
    if key := read_key(after):
        path, id_, name = key
        behind = Q(path__gt=path) | Q(path=path, called__gt=name) | Q(path=path, called=name, id__gt=id_)
        wanted = wanted.called().filter(behind)
    found = [*wanted.select_related("matter").by_name("path")[: ROWS + 1]]
    more, found = len(found) > ROWS, found[:ROWS]
    villages = covers(found, today)
    names = Names({one.township for one in found} | {code for some in villages.values() for code in some})
    here = reverse("associations:associations")
    last = found[-1] if found else None
    return {
        "rows": [
            {
                "id": one.pk,
                "name": one.name,
                "township": names(one.township, today),
                "villages": "、".join(names(code, today) for code in villages.get(one.pk, [])),
                "tone": kinds["association"].states[one.state].tone,
                "state": one.get_state_display(),
                "since": short_day(one.active_since, today) if one.active_since else "",
            }
            for one in found
        ],
        "tabs": [
            (label, counts.get(key, 0), f"{here}?{urlencode({'state': key})}", key == state)
            for key, label in AssociationState.choices
        ],
        "all": (sum(count for key, count in counts.items() if key not in ("merged", "dissolved")), here, not state),
        "after": f"{here}?{urlencode({'state': state, 'after': f'{last.path}~{last.pk}~{last.name}'})}"
        if more and last
        else "",
        "first": here if after else "",
    }


def read_key(sent: str) -> tuple[str, UUID, str] | None:
    """Read where a page begins; what is no key begins at the beginning."""
    path, _, rest = sent.partition("~")
    id_, _, name = rest.partition("~")
    try:
        return path, UUID(id_), name
    except ValueError:
        return None


def covers(associations: list[Association], today: date) -> dict[Any, list[str]]:
    """The villages of some associations in force on a day, the host first, in one query."""
    rows = Coverage.objects.on(today).filter(association__in=associations).order_by("-host", "path")
    found: dict[Any, list[str]] = {}
    for association, path in rows.values_list("association_id", "path"):
        found.setdefault(association, []).append(path)
    return found
