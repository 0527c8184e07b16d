"""Who answers for whom in the invented county: as it follows by itself, since the day on which it began."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from canxie.duties.associations.models import Coverage
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.contacts.spreading import inside, spread
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.powers import Power


@action("contacts.invent")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Let everybody's contact follow from posts and coverage, and begin when those did."""
    by.must_cover(demo.place, Power.CONTACTS_ASSIGN)
    begun = spread(inside(demo.place), on=demo.today, at=timezone.now())
    for village, since in begins(demo):
        ContactAssignment.objects.filter(path=village, kind=Kind.LEAD, until=None).update(since=since)
    without = ContactAssignment.objects.filter(inside(demo.place), until=None, contact=None)
    first = ContactAssignment.objects.filter(inside(demo.place)).order_by("pk")[0]
    note(by, "contacts.invent", first, place=demo.place, rows=begun)
    return {"联系安排": begun, "没有联系人": without.count()}


def begins(demo: Demo) -> Iterator[tuple[str, date]]:
    """Say since when each village's people have had whom they have: the later of post and coverage."""
    covered = dict(Coverage.objects.on(demo.today).filter(inside(demo.place)).values_list("path", "since"))
    held = Post.objects.filter(inside(demo.place), role=Role.COMMISSIONER).order_by("path", "since_at", "id")
    days: dict[str, date] = {}
    for path, since, until in held.values_list("path", "since_at", "until_at"):
        over = until is not None and until <= timezone.now()
        days[path] = timezone.localdate(until if over else since)
    for path, day in days.items():
        yield path, min(demo.today, max(day, covered.get(path, day)))


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.CONTACTS_ASSIGN: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("contacts", Step("联系人", run, after=("registry", "associations", "officers", "townships")))
