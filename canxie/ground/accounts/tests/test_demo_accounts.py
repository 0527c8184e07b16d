"""Accounts for everybody, in the invented county and nowhere else."""

import pytest

from canxie.ground.accounts.demo_accounts import DEMO_ACCOUNTS, offers
from canxie.ground.accounts.levels import WORKS_AT
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory

pytestmark = pytest.mark.django_db

VILLAGE = "379900001001"


@pytest.fixture
def county(settings):
    settings.DEMO = True
    VillageFactory(code=VILLAGE, name="槐里村")
    TownshipFactory()
    PostFactory(user__username="township", at_township=True)
    PostFactory(user__username="commissioner", path=VILLAGE)
    PostFactory(user__username="chair", path=VILLAGE, role=Role.CHAIR, until_at="2026-02-01T00:00:00Z")
    PostFactory(path=VILLAGE)


def test_there_is_one_of_each_role_where_such_a_role_works():
    assert {account.role: account.level for account in DEMO_ACCOUNTS} == WORKS_AT
    assert [account.username for account in DEMO_ACCOUNTS] == [
        "commissioner",
        "chair",
        "leader",
        "township",
        "county",
        "city",
        "province",
        "sysadmin",
        "secadmin",
        "auditadmin",
    ]


def test_the_sign_in_page_lists_those_that_hold_a_post(county, client):
    assert offers() == [("commissioner", "专职委员", "槐里村"), ("township", "乡镇（街道）残联干事", "青禾街道")]
    assert 'value="township"' in client.get("/sign-in/").text


def test_somebody_with_two_posts_is_offered_once(county):
    post = PostFactory._meta.model.objects.get(user__username="commissioner")
    PostFactory(user=post.user, path=VILLAGE, role=Role.CHAIR)

    assert [offer.username for offer in offers()] == ["commissioner", "township"]


def test_a_real_county_offers_nothing_even_to_people_of_these_names(county, client, settings):
    settings.DEMO = False

    assert offers() == []
    assert 'value="township"' not in client.get("/sign-in/").text
