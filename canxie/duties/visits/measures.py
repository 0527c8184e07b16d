"""How visiting stands (M5 to M7 of the dictionary of measures): on time, in person, and whom nobody reaches."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from canxie.duties.visits.choices import How, Manner
from canxie.duties.visits.models import Encounter, Plan
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State, Tier
from canxie.ground.registry.models import Standing
from canxie.mechanisms.measures.places import each_place, people, register
from canxie.mechanisms.measures.published import Measure, Opened, measures
from canxie.mechanisms.measures.registered import of_people


def tier_a(on: date) -> QuerySet[Plan]:
    return Plan.objects.filter(tier=Tier.A)


def meetings(on: date) -> QuerySet[Encounter]:
    """Who was to be met at the visits of that day's month, up to that day."""
    counted = Encounter.objects.filter(visit__struck_out=False).exclude(visit__manner=Manner.PHONE)
    return counted.filter(visit__visited_on__gte=on.replace(day=1), visit__visited_on__lte=on)


def living(on: date) -> QuerySet[Standing]:
    return Standing.objects.filter(person__state=State.LIVING)


def silent(on: date) -> Q:
    """Not reached for longer than the place allows; who never was counts from the day they were known."""

    def longer_than(days: int) -> Q:
        limit = on - timedelta(days=days)
        return Q(last_contact_on__lt=limit) | Q(last_contact_on=None, tier_since__lt=limit)

    return each_place("contact.silent_days", on, longer_than)


measures.declare(
    "visits.on_time",
    Measure(
        name="A 类按时走访",
        definition="A 类家庭里，走访没有逾期的占多少。",
        numerator="下次走访日期还没有过的 A 类家庭",
        denominator="有走访计划的 A 类家庭",
        exclusions="人都去世、迁出或核销的家庭不算；作废的走访不算走访。",
        clause="二(五)",
        version=1,
        rows=tier_a,
        part=lambda on: Q(due_on__gte=on),
        parameters=("visit.interval.tier_a", "visit.resets.at_home", "visit.resets.outside", "visit.resets.phone"),
        opened=Opened("看逾期的", Power.REGISTRY_READ, lambda place, on: people(place, tier="A", due="late")),
    ),
)
measures.declare(
    "visits.seen",
    Measure(
        name="见到本人",
        definition="这个月的走访里，该见的人有多少见到了本人。",
        numerator="走访时见到本人的次数",
        denominator="走访时该见的人次",
        exclusions="打电话不算走访；家人代说不算见到；作废的走访不算。",
        clause="二(五)",
        version=1,
        rows=meetings,
        part=lambda on: Q(how=How.SELF),
        by="visit__place",
        past=True,
        opened=Opened(
            "看这些走访",
            Power.REGISTERS_READ,
            lambda place, on: register("visits", place, **{"from": f"{on:%Y-%m}-01", "to": on.isoformat()}),
        ),
    ),
)
measures.declare(
    "visits.silent",
    of_people(
        name="很久没有联系",
        definition="在册残疾人里，超过规定天数没有联系上的有几位。",
        numerator="上次联系早于规定天数的在册残疾人；从来没联系上的，从进册那天算",
        exclusions="作废的走访不算联系",
        clause="二(五)",
        rows=living,
        part=silent,
        parameters=("contact.silent_days", "visit.contact_manners"),
        opened=Opened("看名册，久的在前", Power.REGISTRY_READ, lambda place, on: people(place, sort="last")),
    ),
)
