"""Associations go with their villages; which code was covered on a past day stays what it was.

A village that gets another code ends its row of coverage and begins the next on that day, so
the figures of any day stand on the codes of that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from canxie.duties.associations.models import Association, Coverage, GapPlan, Meeting, Paper, ProposedVillage
from canxie.ground.divisions.changes import Count, Line, Renumbering, move


@dataclass(frozen=True, slots=True)
class Recoded(Line):
    """Rows of coverage that go on under the new code from the day of the change."""

    change: Renumbering

    def apply(self) -> Count:
        new, on = self.change.new, self.change.on
        name = Coverage._meta.verbose_name
        lasting = [*self.rows.filter(Q(until=None) | Q(until__gt=on)).order_by("id")]
        ends = {row.pk: row.until for row in lasting}
        for row in lasting:
            row.until = max(row.since, on)
            row.save(update_fields=["until"])
        moved = self.rows.update(**self.becomes)
        for row in lasting:
            fresh = Coverage(
                path=new, place=new, since=row.until, until=ends[row.pk], association_id=row.association_id
            )
            fresh.host, fresh.declared, fresh.minutes = row.host, row.declared, row.minutes
            fresh.save(force_insert=True)
        return Count(str(name), moved)


@move
def follow(change: Renumbering) -> Iterator[Line]:
    becomes = {"path": change.new}
    for table in (Association, ProposedVillage, GapPlan, Meeting, Paper):
        yield Line(table.objects.filter(path=change.old), becomes)
    yield Line(GapPlan.objects.filter(beside=change.old), {"beside": change.new})
    yield Recoded(Coverage.objects.filter(path=change.old), becomes, change)
