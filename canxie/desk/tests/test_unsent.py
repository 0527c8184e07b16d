"""A page that was open for a day: what was typed comes back to whoever typed it, and to nobody else."""

import re
import time
from html import unescape

import pytest
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form, PasswordInput
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from canxie.desk.tests.test_factors import NOW, enrol, someone
from canxie.engine.audit.models import AuditEntry
from canxie.engine.ui.filling import filled
from canxie.engine.ui.troubles import is_secret
from canxie.ground.accounts.devices import bind
from canxie.ground.accounts.models import Session
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.models import Matter
from tests.faults.forms import Page
from tests.matrix import HERE

pytestmark = pytest.mark.django_db

RIGHT, DAY = "woshijiankang2026", 24 * 3600
WORDS = "门口给安个“把手”，<b>我</b>扶着他下台阶。"
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def home():
    return HouseholdFactory(path=HERE, head="张桂香")


def officer(username="zhousuqin", role=Role.COMMISSIONER, path=HERE):
    return PostFactory(user=UserFactory(username=username, password=make_password(RIGHT)), role=role, path=path).user


def the_form(client, address):
    """What the form of a page sends untouched, as a browser finds it."""
    (found,) = [one for one in Page(client.get(address).text, address).forms if "words" in one.fields]
    return found.untouched()


def hidden(text, name="unsent"):
    found = re.search(rf'name="{name}" value="([^"]+)"', text)
    return found[1] if found else ""


def typed_and_sent_too_late(client, user, address, **more):
    """Open the form, go home, come back the next day, and press the button."""
    client.force_login(user)
    found = {"found_by": "found"}
    sent = the_form(client, address) | {"words": WORDS, "category": "device", "owner": "379900001-"} | found | more
    return travel(time.time() + DAY), sent


def signs_in(client, unsent, username="zhousuqin", to="/sign-in/"):
    return client.post(to, {"username": username, "password": RIGHT, "next": "", "unsent": unsent})


def test_what_was_typed_waits_at_the_way_in_and_comes_back_filled_in(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address)
    with later:
        refused = client.post(address, sent, headers=OURS)
        assert refused.status_code == 403
        assert "刚才填的还没有存。用原来的账号登录，填的都还在" in refused.text
        assert "no-store" in refused["Cache-Control"]
        assert "把手" not in refused.text

        wrong = client.post("/sign-in/", {"username": "zhousuqin", "password": "x", "unsent": hidden(refused.text)})
        assert wrong.status_code == 422
        response = signs_in(client, hidden(wrong.text))
        assert (response.status_code, response["Location"]) == (302, address)
        again = client.get(address)

        assert "刚才的还没有存。填的都在这一页，看一遍，再按一次。" in again.text
        assert "no-store" in again["Cache-Control"]
        assert unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", again.text, re.DOTALL)[1]) == WORDS
        assert '<option value="device" selected>' in again.text
        assert not Matter.objects.exists()
        assert "把手" not in client.get(address).text, "it is shown again once"

        assert re.search(r'value="found"[^>]*checked', again.text)
        assert f'name="matter_id" value="{sent["matter_id"]}"' in again.text, "pressed twice, it would be two needs"
        assert client.post(address, sent, headers=OURS).status_code == 302
    assert Matter.objects.get().words == WORDS


def test_nobody_else_gets_it(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    officer("linxiuzhen")
    later, sent = typed_and_sent_too_late(client, user, address)
    with later:
        unsent = hidden(client.post(address, sent, headers=OURS).text)
        response = signs_in(client, unsent, username="linxiuzhen")

        assert response["Location"] == "/"
        assert "unsent" not in client.session
        assert "把手" not in client.get(address).text
        assert "把手" not in client.get("/").text


def test_a_second_factor_comes_before_it(client, home):
    with travel(NOW, tick=False):
        clerk = someone(Role.COMMISSIONER, HERE)
        address = reverse("needs:record", args=[home.pk])
        _, codes = enrol(client)
        client.post(reverse("desk:sign_out"))
    later, sent = typed_and_sent_too_late(client, clerk, address)
    with later:
        unsent = hidden(client.post(address, sent, headers=OURS).text)
        step = signs_in(client, unsent, username="wuhaifeng")
        assert step["Location"] == "/sign-in/second/"
        assert "把手" not in client.get(step["Location"]).text
        assert client.get(address)["Location"].startswith("/sign-in/"), "a password is not all"

        response = client.post(step["Location"], {"code": codes[0]})

        assert response["Location"] == address
        assert "把手" in client.get(address).text


def test_whoever_owes_the_second_step_of_another_account_carries_nothing(client, home):
    with travel(NOW, tick=False):
        clerk = someone(Role.COMMISSIONER, HERE)
        address = reverse("needs:record", args=[home.pk])
        enrol(client)
        client.post(reverse("desk:sign_out"))
        officer()
    later, sent = typed_and_sent_too_late(client, clerk, address)
    with later:
        unsent = hidden(client.post(address, sent, headers=OURS).text)
        signs_in(client, unsent, username="wuhaifeng")
        signs_in(client, "", username="zhousuqin")

        assert "knocked" not in client.session
        assert "把手" not in client.get(address).text


def test_a_pin_lets_it_back_in_too(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address)
    _, secret = bind(by=scope_of(user.pk, at=timezone.now()), user=user, name="手机", pin="258036")
    client.cookies["canxie_device"] = secret
    with later:
        page = client.post(address, sent, headers=OURS).text
        assert page.count('name="unsent"') == 2

        response = client.post("/sign-in/pin/", {"pin-pin": "258036", "unsent": hidden(page)})

        assert response["Location"] == address
        assert "把手" in client.get(address).text


def test_it_lies_in_no_table_and_in_no_trail(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address)
    with later:
        signs_in(client, hidden(client.post(address, sent, headers=OURS).text))
        said = [f"{row.get_decoded()}" for row in Session.objects.order_by("session_key")]
        said += [f"{entry.changes}" for entry in AuditEntry.objects.order_by("number")]

    assert any("unsent" in one for one in said), "this looked into the wrong place"
    assert not [one for one in said if "把手" in one or "device" in one.replace("'device':", "")]


def test_a_sealed_form_is_good_for_a_day(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address)
    with later:
        unsent = hidden(client.post(address, sent, headers=OURS).text)
    with travel(time.time() + 3 * DAY):
        assert signs_in(client, unsent)["Location"] == "/"


@pytest.mark.parametrize("unsent", ["", "AAAA", "===", "把手", "e30="])
def test_what_was_not_sealed_here_opens_nothing(client, unsent):
    officer()

    assert signs_in(client, unsent)["Location"] == "/"


def test_a_file_is_not_kept_and_the_page_says_so(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address, photo=SimpleUploadedFile("a.jpg", b"geheim"))
    with later:
        signs_in(client, hidden(client.post(address, sent, headers=OURS).text))

        assert "附的文件没有留下，要重新选。" in client.get(address).text


def test_a_page_that_is_gone_gives_back_the_words(client, home):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address)
    with later:
        signs_in(client, hidden(client.post(address, sent, headers=OURS | {"Referer": "http://testserver/me/"}).text))

        text = client.get("/me/").text

        assert "原来那一页变了，填的放不回去" in text
        assert "门口给安个" in text
        assert f'action="{address}"' in text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
def test_what_another_site_sends_is_not_held(client, home, headers):
    user, address = officer(), reverse("needs:record", args=[home.pk])
    later, sent = typed_and_sent_too_late(client, user, address)
    with later:
        response = client.post(address, sent, headers=headers)

    assert (response.status_code, "unsent" in response.text) == (302, False)


def test_a_page_of_somebody_else_is_neither_stored_nor_shown(home):
    client, user, address = Client(enforce_csrf_checks=True), officer(), reverse("needs:record", args=[home.pk])
    _, sent = typed_and_sent_too_late(client, user, address)
    client.force_login(officer("linxiuzhen"))

    response = client.post(address, sent | {"csrfmiddlewaretoken": "old"}, headers=OURS)

    assert response.status_code == 403
    assert "这一页是另一个人登录的时候打开的" in response.text
    assert "把手" not in response.text


def test_an_old_token_and_no_session_lead_to_the_way_in_with_all_that_was_typed(home):
    client, user, address = Client(enforce_csrf_checks=True), officer(), reverse("needs:record", args=[home.pk])
    _, sent = typed_and_sent_too_late(client, user, address)
    client.cookies.clear()

    response = client.post(address, sent | {"csrfmiddlewaretoken": "old"}, headers=OURS)

    assert response.status_code == 403
    assert hidden(response.text)


def test_no_form_of_the_house_has_a_secret_that_would_be_kept():
    def forms(base):
        for form in base.__subclasses__():
            yield form
            yield from forms(form)

    secrets = {
        form().add_prefix(name) if form.prefix else name
        for form in forms(Form)
        for name, field in form.base_fields.items()
        if isinstance(field.widget, PasswordInput) and form.__module__.startswith("canxie.desk")
    }
    assert secrets == {"password", "current", "new", "again", "pin", "pin-pin"}
    assert [name for name in secrets if not is_secret(name)] == []


PAGE = """<details><summary>改</summary>
<form method="post" action="?x=1"><input type="hidden" name="version" value="9">
<input name="a" value="old"><input name="b"><input type="checkbox" name="c" value="1" checked>
<input type="checkbox" name="c" value="2"><textarea name="t" rows="2">
old</textarea><select name="s"><option value="">无</option><option value="y" selected>是</option><option
value="n">否</option></select><input type="password" name="p"><button name="go" value="save"></button></form></details>
<form method="post" action="/other/"><input name="a"></form>"""


class TestFilling:
    def fill(self, *fields, action="/here/?x=1"):
        return filled(PAGE, "/here/?y=2", action, fields)

    def test_each_kind_of_field_gets_what_it_had(self):
        text = self.fill(
            ("version", "3"),
            ("a", 'x"y'),
            ("b", "<b>"),
            ("c", "2"),
            ("t", "&<"),
            ("s", "n"),
            ("p", "geheim"),
            ("go", "save"),
        )

        assert '<input type="hidden" name="version" value="3">' in text
        assert '<input name="a" value="x&quot;y"><input name="b" value="&lt;b&gt;">' in text
        assert '<input type="checkbox" name="c" value="1">' in text
        assert '<input type="checkbox" name="c" value="2" checked>' in text
        assert '<textarea name="t" rows="2">\n&amp;&lt;</textarea>' in text
        assert '<option value="y">是</option><option value="n" selected>否</option>' in text
        assert '<input type="password" name="p">' in text
        assert text.startswith("<details open><summary>改</summary>")
        assert text.endswith('<form method="post" action="/other/"><input name="a"></form>')

    def test_what_has_no_field_any_more_goes_along(self):
        text = self.fill(("a", "1"), ("a", "2"), ("gone", "<x>"))

        assert '<input name="a" value="1">' in text
        assert '<input type="hidden" name="a" value="2"><input type="hidden" name="gone" value="&lt;x&gt;">' in text

    @pytest.mark.parametrize(("action", "name"), [("/here/", "a"), ("/else/", "a"), ("/here/?x=1", "unknown")])
    def test_another_form_is_none(self, action, name):
        assert self.fill((name, "1"), action=action) is None
