"""A township at work on 24 November 2026, and its association of one village."""

from datetime import UTC, datetime

import pytest

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory

HERE = "379900001001"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def association():
    VillageFactory(code=HERE, name="槐里村")
    TownshipFactory()
    return AssociationFactory(path=HERE, name="槐里村残协")
