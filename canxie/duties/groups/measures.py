"""How many are in a group (2.2.5)."""

from datetime import date

from django.db.models import Q, QuerySet

from canxie.duties.groups.models import Membership
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.mechanisms.measures.published import Measure, Opened, measures


def living(on: date) -> QuerySet[Person]:
    return Person.objects.living()


measures.declare(
    "groups.people",
    Measure(
        name="编入小组",
        definition="在册残疾人里，编入残疾人小组的占多少。",
        numerator="当天在一个小组里的在册残疾人",
        denominator="在册残疾人",
        exclusions="去世、迁出、核销的不算。人数少的村不用分组，所以不要求到 100%。",
        clause="二(二)",
        version=1,
        rows=living,
        part=lambda on: Q(pk__in=Membership.objects.on(on).values("person")),
        opened=Opened("看小组", Power.GROUPS_READ, lambda place, on: "/groups/"),
    ),
)
