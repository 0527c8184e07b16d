"""The roster: whoever is in the registry, as the county keeps it (2.5.5)."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.choices import Category, CertificateState, Degree, Sex
from canxie.ground.registry.models import Certificate, Person, Phone
from canxie.mechanisms.registers.published import Column, Register, registers
from canxie.mechanisms.registers.reading import Reader

SEXES, CATEGORIES, DEGREES = dict(Sex.choices), dict(Category.choices), dict(Degree.choices)
CERTIFICATE_TAIL = 6  # four of the citizen's number, then category and level


def people(scope: Scope, power: Power) -> QuerySet[Any]:
    in_force = Certificate.objects.filter(person=OuterRef("pk"), state=CertificateState.ACTIVE)
    number = Subquery(in_force.values("number")[:1])
    in_use = Phone.objects.filter(person=OuterRef("pk"), ended_on=None).order_by("-main", "pk")
    phone = Subquery(in_use.values("number")[:1])
    return Person.objects.within(scope, power).living().annotate(certificate=number, phone=phone)


def certificate(row: Any, reader: Reader) -> str:
    """The last four digits of the citizen's number, then category and level: 尾号 0014 42."""
    if reader.whole:
        return reader.number(row.certificate)
    tail = reader.tail(row.certificate, CERTIFICATE_TAIL)
    return f"{tail[:-2]} {tail[-2:]}" if tail else ""


def carer(row: Any, reader: Reader) -> str:
    name = reader.name(row.guardian__name or "", row.path)
    return f"{row.guardian__relation}{name}" if name else ""


def kind(row: Any, reader: Reader) -> str:
    return CATEGORIES.get(row.category, "") + DEGREES.get(row.degree, "")


def year(day: date | None) -> int | None:
    return day.year if day else None


registers.declare(
    "roster",
    Register(
        name="残疾人名册",
        code="MC",
        unit="人",
        also=Power.REGISTRY_READ,
        rows=people,
        fields=(
            "id",
            "path",
            "name",
            "name_sort",
            "sex",
            "born_on",
            "category",
            "degree",
            "certified_until",
            "household__group",
            "household__door",
            "guardian__relation",
            "guardian__name",
            "standing__tier",
            "standing__last_visit_on",
            "certificate",
        ),
        numbers=("identifier", "phone"),
        sort=("path", "name_sort", "id"),
        columns=(
            Column("姓名", lambda row, reader: reader.name(row.name, row.path), 12),
            Column("性别", lambda row, reader: SEXES.get(row.sex, ""), 6, "s", essential=False),
            Column("出生年", lambda row, reader: year(row.born_on), 8, "s"),
            Column("类别等级", kind, 10, "s"),
            Column("残疾人证号", certificate, 15, essential=False),
            Column("身份证号", lambda row, reader: reader.number(row.identifier), 20, essential=False, numbers=True),
            Column("电话", lambda row, reader: reader.number(row.phone), 14, essential=False, numbers=True),
            Column("有效期到", lambda row, reader: row.certified_until, 13, essential=False),
            Column("村", lambda row, reader: reader.place(row.path), 12, "s", of_place=True),
            Column("住址", lambda row, reader: f"{row.household__group} {row.household__door}".strip(), 12, "s"),
            Column("谁照看", carer, 14, essential=False),
            Column("层级", lambda row, reader: row.standing__tier, 6, "s"),
            Column("上次走访", lambda row, reader: row.standing__last_visit_on, 13, essential=False),
        ),
        about="在册残疾人，按村和姓名拼音排。去世、迁出、核销的不在里面。",
        link=("desk:person", "id"),
    ),
)
