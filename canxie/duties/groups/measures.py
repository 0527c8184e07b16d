"""How many are in a group, and how many of the large villages have groups (2.2.5)."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from canxie.duties.associations.models import Coverage
from canxie.duties.groups.models import Membership, PeerGroup
from canxie.duties.groups.rules import SUGGEST_ABOVE
from canxie.engine.parameters.reading import settled
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.mechanisms.criteria.households import certified
from canxie.mechanisms.measures.published import Measure, Opened, measures
from canxie.mechanisms.measures.registered import of_people


def large(on: date) -> QuerySet[Division]:
    """Find the villages with more certified people than their county's figure; a county that has set none has none."""
    above = settled(SUGGEST_ABOVE, on=on)
    holders = Person.objects.living().filter(certified()).order_by().values("path").annotate(of=Count("pk"))
    found = Q(pk__in=[])
    for place, value in above.items():
        if value.value:
            nearer = Q(pk__in=[])
            for other in above:
                nearer |= Q(code__startswith=other) if other != place and other.startswith(place) else Q(pk__in=[])
            many = holders.filter(of__gt=value.value).values("path")
            found |= Q(code__startswith=place, code__in=many) & ~nearer
    return Division.objects.valid_on(on).filter(found, level=Level.VILLAGE)


def with_groups(on: date) -> Q:
    """Whether the association that covers a village has a group that day."""
    divided = PeerGroup.objects.on(on).values("association")
    return Q(code__in=Coverage.objects.on(on).filter(association__in=divided).values("path"))


measures.declare(
    "groups.large",
    Measure(
        name="人多的村分了小组",
        definition="持证残疾人多于县里定的数的村（社区），所在残协设了残疾人小组的占多少。",
        numerator="所在残协有残疾人小组的村（社区）",
        denominator="持证残疾人多于县里定的数的村（社区）",
        exclusions="县里没有定数的，没有数据；没有残协的村算没有小组。",
        clause="二(二)",
        version=1,
        rows=large,
        part=with_groups,
        by="code",
        people=False,
        parameters=(SUGGEST_ABOVE,),
        opened=Opened("看小组", Power.GROUPS_READ, lambda place, on: "/groups/"),
    ),
)
measures.declare(
    "groups.people",
    of_people(
        name="编入小组",
        definition="在册残疾人里，编入残疾人小组的占多少。",
        numerator="当天在一个小组里的在册残疾人",
        exclusions="人数少的村不用分组，所以不要求到 100%",
        clause="二(二)",
        share=True,
        part=lambda on: Q(pk__in=Membership.objects.on(on).values("person")),
        opened=Opened("看小组", Power.GROUPS_READ, lambda place, on: "/groups/"),
    ),
)
