"""Villages without a commissioner (2.2.1): the aim is 0."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.mechanisms.measures.published import Measure, Opened, measures


def in_force(on: date) -> QuerySet[Division]:
    return Division.objects.valid_on(on).filter(level=Level.VILLAGE)


def uncovered(on: date) -> Q:
    """Nobody holds the commissioner's post there at this moment."""
    held = Post.objects.held_at(timezone.now()).filter(role=Role.COMMISSIONER, path=OuterRef("code"))
    return ~Q(Exists(held))


def page(place: str, on: date) -> str:
    town = place[: Level.TOWNSHIP]
    return reverse("townships:township", args=[town]) if len(town) == Level.TOWNSHIP else reverse("townships:townships")


measures.declare(
    "townships.uncovered",
    Measure(
        name="没有专职委员的村",
        definition="现有的村（社区）里，没有专职委员也没有人代管的有几个。目标是 0。",
        numerator="此刻没有专职委员任职的村（社区）",
        denominator="现有的村（社区）",
        exclusions="有人代管的算有人；撤销的村不算。",
        clause="二(二)",
        version=1,
        share=False,
        unit="个",
        rows=in_force,
        part=uncovered,
        by="code",
        opened=Opened("看是哪些村", Power.TOWNSHIPS_READ, page),
    ),
)
