"""Accounts for everybody, in the invented county and nowhere else."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.demo_accounts import DEMO_ACCOUNTS, PASSWORD, make_demo_accounts, offers
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.sign_in import knock
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power

pytestmark = pytest.mark.django_db

PLACES = {
    Level.PROVINCE: "37",
    Level.CITY: "3799",
    Level.COUNTY: "379900",
    Level.TOWNSHIP: "379900001",
    Level.VILLAGE: "379900001001",
}
BY = Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: ("",)})


@pytest.fixture
def country(settings):
    settings.DEMO = True
    for code in PLACES.values():
        VillageFactory(code=code, name=f"{code}号")


def test_each_is_appointed_and_comes_in_by_the_password_that_everybody_knows(country):
    make_demo_accounts(by=BY, places=PLACES)

    held = dict(Post.objects.values_list("user__username", "role"))
    assert held == {
        "commissioner": "commissioner",
        "chair": "chair",
        "township": "township_clerk",
        "county": "county_clerk",
        "city": "city_clerk",
        "province": "province_clerk",
        "sysadmin": "system_admin",
    }
    assert [knock(username=name, password="canxie-demo", address="192.0.2.1").username for name in held] == [*held]


def test_there_is_one_of_each_role():
    assert {account.role for account in DEMO_ACCOUNTS} == set(Role)
    assert PASSWORD == "canxie-demo"


def test_the_sign_in_page_lists_those_that_are_there(country, client, settings):
    make_demo_accounts(by=BY, places={Level.TOWNSHIP: "379900001", Level.VILLAGE: "379900001001"})

    assert offers() == [
        ("commissioner", "专职委员", "379900001001号"),
        ("chair", "残协主席", "379900001001号"),
        ("township", "乡镇（街道）残联干事", "379900001号"),
    ]
    assert 'value="township"' in client.get("/sign-in/").text
    settings.DEMO = False
    assert 'value="township"' not in client.get("/sign-in/").text


def test_a_real_county_has_none(settings):
    settings.DEMO = False
    TownshipFactory()

    with pytest.raises(ImproperlyConfigured):
        make_demo_accounts(by=BY, places={Level.TOWNSHIP: "379900001"})

    assert not User.objects.exists()
    assert offers() == []
