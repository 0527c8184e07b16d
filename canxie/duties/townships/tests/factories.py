from datetime import date

import factory

from canxie.duties.townships.choices import Kind
from canxie.duties.townships.models import Cover, Resource
from canxie.ground.accounts.tests.factories import AppointmentFactory


class ResourceFactory(factory.django.DjangoModelFactory[Resource]):
    """A doctor of the township's hospital, since New Year's Day 2026."""

    class Meta:
        model = Resource

    path = "379900001"
    place = factory.SelfAttribute("path")
    kind = Kind.DOCTOR
    name = "李文斌，镇卫生院康复医生"
    since = date(2026, 1, 1)


class CoverFactory(factory.django.DjangoModelFactory[Cover]):
    """A cover without its post; tests that want both call the action."""

    class Meta:
        model = Cover

    appointment = factory.SubFactory(AppointmentFactory)
    path = factory.SelfAttribute("appointment.path")
    place = factory.SelfAttribute("path")
    home = "379900001002"
