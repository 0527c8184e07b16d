"""People of a township and its county, and a way to let the background work be done."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory

COUNTY, TOWNSHIP, VILLAGE = "379900", "379900001", "379900001001"


@pytest.fixture
def morning():
    with time_machine.travel("2026-11-24 08:41+08:00", tick=False):
        yield


@pytest.fixture
def places(morning, db, settings, tmp_path):
    settings.VAR = tmp_path
    VillageFactory(code=COUNTY, name="示例县")
    VillageFactory(code=TOWNSHIP, name="榆岭镇")
    VillageFactory(code=VILLAGE, name="槐里村")
    VillageFactory(code="379900001002", name="磨盘村")


def signed_in(role, path, name):
    client = Client()
    client.force_login(PostFactory(role=role, path=path, user__name=name).user)
    return client


@pytest.fixture
def clerk(places):
    """吴海峰 of the township."""
    return signed_in(Role.TOWNSHIP_CLERK, TOWNSHIP, "吴海峰")


@pytest.fixture
def county(places):
    """林静 of the county."""
    return signed_in(Role.COUNTY_CLERK, COUNTY, "林静")


@pytest.fixture
def said(places):
    """Let the county set one of its figures."""

    def say(key, value):
        ParameterValue.objects.create(
            key=key, place=COUNTY, value=value, version=1, valid_from=date(2026, 1, 1), reason="试行", set_by=1
        )

    return say


def work():
    """Do all that waits in the background."""
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)
