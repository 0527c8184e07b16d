"""Disability certificates: one in force, those before it kept."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from canxie.engine.audit.trail import action
from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.seals import blind
from canxie.ground.powers import Power
from canxie.ground.registry.actions.households import held_person, write
from canxie.ground.registry.changes import differences, keep
from canxie.ground.registry.choices import Category, CertificateState, Source
from canxie.ground.registry.models import Certificate, DisabilityItem, Person
from canxie.kernel.certificates import Certificate as Read

Items = Mapping[str, int]
"""Levels by category: what stands behind a 多重."""


class Paper(NamedTuple):
    """A certificate as it lies on the table: its number as it was read, and what else is printed on it."""

    read: Read
    issued_on: date | None = None
    expires_on: date | None = None
    issuer: str = ""
    items: Items = MappingProxyType({})


@action("registry.certificate.record")
def record_certificate(
    *, by: Scope, person: Person, paper: Paper, on: date, source: Source = Source.FORM
) -> Certificate:
    """Record the certificate in force. The one before is replaced; one of the same number is corrected.

    What is replaced ended on the day the new one was issued, or else on `on`. A 多重 has its
    items; any other certificate is its own.
    """
    person = held_person(person)
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    before = person.certificates.filter(state=CertificateState.ACTIVE).order_by("pk").first()
    index = blind("certificate", paper.read.number)
    certificate = before if before and before.number_index == index else None
    was = told(before)
    if before and not certificate:
        write(
            before,
            {"state": CertificateState.REPLACED, "ended_on": paper.issued_on or on, "reason": "换发新证"},
        )
    certificate = certificate or Certificate(person=person, number=paper.read.number, number_index=index)
    certificate.category, certificate.degree = Category(str(paper.read.category)), paper.read.level
    certificate.issued_on, certificate.expires_on, certificate.issuer = paper[1:4]
    certificate.save()
    diagnose(person, paper.items or {certificate.category: certificate.degree})
    write(person, in_force(certificate, person))
    now = told(certificate)
    keep(
        by,
        "registry.certificate.record",
        {} if was == now else {"certificate": (was, now)},
        person.household,
        person,
        source,
    )
    return certificate


@action("registry.certificate.state")
def set_certificate_state(
    *, by: Scope, person: Person, certificate: Certificate, state: CertificateState, on: date, reason: str
) -> Certificate:
    """Freeze, lose, cancel a certificate, or put one in force again.

    Category and level stay with the person until it is cancelled: what is frozen or lost was still assessed.
    """
    person = held_person(person)
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    was = told(certificate)
    active = state == CertificateState.ACTIVE
    write(certificate, {"state": state, "ended_on": None if active else on, "reason": "" if active else reason})
    if active:
        write(person, in_force(certificate, person))
    else:
        left = {"category": "", "degree": None} if state == CertificateState.CANCELLED else {}
        write(person, {"certified_until": None, **left})
    pairs = {"certificate": (was, told(certificate))}
    keep(by, "registry.certificate.state", pairs, person.household, person)
    return certificate


def diagnose(person: Person, items: Items) -> None:
    """Write what was assessed, category by category; nothing that was not."""
    person.disabilities.exclude(category__in=items).delete()
    for category, degree in items.items():
        DisabilityItem.objects.update_or_create(person=person, category=category, defaults={"degree": degree})


def in_force(certificate: Certificate, person: Person) -> dict[str, object]:
    """Give what a person has of the certificate in force and does not say yet."""
    values = {
        "category": certificate.category,
        "degree": certificate.degree,
        "certified_until": certificate.expires_on,
    }
    return {name: values[name] for name in differences(person, values)}


def told(certificate: Certificate | None) -> str | None:
    """Say a certificate in words, its number by the tail."""
    if certificate is None:
        return None
    parts = [str(certificate), f"尾号 {tail(certificate)}", certificate.get_state_display()]
    return "，".join(parts + ([f"有效期至 {certificate.expires_on}"] if certificate.expires_on else []))


def tail(certificate: Certificate) -> str:
    """Give the end by which certificates are told apart: four places of the citizen's number, and what follows it.

    >>> from canxie.engine.sealing.fields import Sealed
    >>> tail(Certificate(number=Sealed.of("37990019800101001443B1")))
    '0014 43B1'
    """
    number = certificate.number.clear()
    return f"{number[14:18]} {number[18:]}"
