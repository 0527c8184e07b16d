"""The pages that everyone can open, and those that cannot be shown."""

import pytest
from django.contrib.auth.forms import AuthenticationForm
from django.template.loader import render_to_string
from django.urls import reverse

from canxie.desk.account.forms import PinForm
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from tests.matrix import HERE

pytestmark = pytest.mark.django_db


class TestHelp:
    def test_is_open_to_whoever_cannot_get_in(self, client, settings):
        settings.HELP_PHONE = "00012345678"

        text = client.get(reverse("desk:help")).text

        assert 'href="tel:00012345678"' in text
        assert "帮助电话 000 1234 5678" in text
        assert "忘了密码" in text

    def test_names_no_number_that_is_not_there(self, client, settings):
        settings.HELP_PHONE = ""

        for address in (reverse("desk:help"), reverse("desk:accessibility")):
            text = client.get(address).text
            assert "tel:" not in text
            assert "帮助电话</a>" not in text


def test_accessibility_says_what_does_not_work_yet(client):
    text = client.get(reverse("desk:accessibility")).text

    assert "WCAG 2.2" in text
    assert "还没做到的" in text


class TestRefusals:
    def test_403_says_whose_business_it_is_and_who_the_reader_is(self, client):
        VillageFactory(code=HERE, name="槐里村")
        client.force_login(PostFactory(role=Role.CHAIR, path=HERE).user)

        response = client.get(reverse("desk:people"))

        assert response.status_code == 403
        assert "<strong>专职委员、乡镇（街道）残联干事、县残联干事</strong>" in response.text
        assert "您现在的身份是槐里村残协主席" in response.text
        assert "什么都没有改动。" in response.text

    def test_403_without_a_post_and_without_a_power(self, client):
        client.force_login(UserFactory())

        response = client.get(reverse("desk:people"))

        assert "您现在没有岗位" in response.text
        drawn = render_to_string("403.html", {"exception": ""}, request=response.wsgi_request)
        assert "您现在的岗位不包括这一步" in drawn

    def test_404_leads_home_even_a_stranger(self, client):
        response = client.get("/nowhere/")

        assert response.status_code == 404
        assert "错误号 404" in response.text
        assert "回首页" in response.text

    def test_429_says_how_long_to_wait(self, client):
        request = client.get(reverse("desk:sign_in")).wsgi_request

        assert "太多次了，过 15 分钟再试" in render_to_string("429.html", {"minutes": 15}, request=request)


class TestSignIn:
    ACCOUNTS = [{"username": "commissioner", "role": "专职委员", "where": "槐里村"}]

    def draw(self, client, **context):
        request = client.get(reverse("desk:sign_in")).wsgi_request
        context = {"form": AuthenticationForm(), "pin": PinForm(), "device": None, "next": "", "unsent": "", **context}
        return render_to_string("desk/sign_in.html", context, request=request)

    def test_the_size_of_text_comes_before_signing_in(self, client):
        text = client.get(reverse("desk:sign_in")).text

        assert "特大" in text
        assert "无障碍说明" in text

    def test_demo_accounts_are_one_press_away_and_only_in_the_demo(self, client, settings):
        settings.DEMO = True
        drawn = self.draw(client, demo_accounts=self.ACCOUNTS)
        assert 'name="username" value="commissioner"' in " ".join(drawn.split())
        assert "canxie-demo" in drawn
        assert "canxie-demo" not in self.draw(client)

        settings.DEMO = False
        assert "canxie-demo" not in self.draw(client, demo_accounts=self.ACCOUNTS)


def test_me_says_what_to_do_without_a_post(client):
    client.force_login(UserFactory())

    assert "没有岗位。岗位不对，请告诉上一级残联。" in client.get(reverse("desk:me")).text
