"""The screens of the needs, seen by those who work with them."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.matters import listing
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory
from tests.matrix import COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db
LIST = "/needs/"


def signed_in(client, role=Role.COMMISSIONER, path=HERE, name="周素琴"):
    post = PostFactory(role=role, path=path, user__name=name)
    client.force_login(post.user)
    return post


@pytest.fixture
def post(client):
    return signed_in(client)


def zhang(**told):
    return MatterFactory(household=HouseholdFactory(path=HERE, head="张桂香"), **told)


class TestList:
    def test_shows_my_villages_needs_in_clear_and_notes_that_it_did(self, client, post):
        zhang()
        MatterFactory(title="外村的事")

        text = client.get(LIST).text

        assert "门口给安个把手" in text
        assert "“门口给安个把手，我扶着他下台阶。”" in text
        assert "张桂香家" in text
        assert "外村的事" not in text
        assert "1 条，超时 1 条。" in text
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.place, entry.changes["rows"]) == ("need.list", HERE, 1)

    @pytest.mark.parametrize(("role", "path"), [(Role.TOWNSHIP_CLERK, TOWNSHIP), (Role.COUNTY_CLERK, COUNTY)])
    def test_masks_the_names_above_the_village_and_names_the_village(self, client, role, path):
        VillageFactory(code=HERE, name="槐里村")
        signed_in(client, role, path)
        need = zhang()

        text = client.get(LIST).text

        assert "张*香家" in text
        assert "张桂香" not in text
        assert "槐里村" in text
        assert reverse("desk:household", args=[need.household_id]) in text
        assert not AuditEntry.objects.exists()

    def test_gives_the_chair_no_way_to_the_household(self, client):
        signed_in(client, Role.CHAIR)
        need = zhang()

        text = client.get(LIST).text

        assert "张*香家" in text
        assert str(need.household_id) not in text

    def test_says_where_it_was_sent(self, client, post):
        TownshipFactory(name="榆岭镇")
        zhang(state="referred", sent_to=TOWNSHIP)

        assert "已转榆岭镇残联，等接收" in client.get(LIST).text

    def test_says_what_an_urgent_need_is_whatever_clock_runs(self, client, post):
        zhang(urgent=True, due_at=timezone.now() + timedelta(minutes=90, seconds=5))
        assert "急事，还剩 1 小时" in client.get(LIST).text

        Matter.objects.update(state="verified", due_at=timezone.now() + timedelta(days=30))
        assert "badge badge--late" in client.get(LIST).text

    def test_narrows_down_and_can_be_widened_again(self, client, post):
        zhang()
        zhang(title="要轮椅", words="要轮椅", category="device")

        text = client.get(LIST, {"category": "device", "mine": "off"}).text

        assert "要轮椅" in text
        assert "门口给安个把手" not in text
        assert 'href="?mine=off"' in text

    def test_lets_a_township_choose_one_of_its_villages(self, client):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
        TownshipFactory()
        VillageFactory(code=HERE, name="槐里村")
        VillageFactory(code="379900001002", name="柳湾村")
        zhang()

        text = client.get(LIST, {"place": "379900001002"}).text

        assert '<option value="379900001002" selected>柳湾村</option>' in text
        assert "没有这样的需求" in text
        assert "柳湾村<span" in text
        assert "去掉一个条件再看看。" in text

    def test_is_cut_into_pages_that_lead_to_each_other(self, client, post, monkeypatch):
        monkeypatch.setattr(listing, "ROWS", 2)
        for number in range(3):
            zhang(title=f"第{number}件", due_at=timezone.now() + timedelta(days=number))

        first = client.get(LIST, {"sort": "due"}).text
        onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = client.get(LIST + onward).text

        assert ("第1件" in first, "第2件" in first) == (True, False)
        assert ("第1件" in second, "第2件" in second) == (False, True)
        assert 'rel="prev"' in second
        assert "sort=due" in onward

    def test_gives_htmx_the_results_alone(self, client, post):
        response = client.get(LIST, headers={"HX-Request": "true"})

        assert response.text.strip().startswith('<p class="head__lead" role="status"')

    @pytest.mark.parametrize("rows", [1, 20])
    def test_asks_the_database_the_same_whatever_the_number_of_rows(self, client, django_assert_num_queries, rows):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
        MatterFactory.create_batch(rows, household__path=HERE)

        # session, user, posts; villages to choose from, rows, their names; how many, how many late; the shell's two
        with django_assert_num_queries(9):
            client.get(LIST)


class TestNeed:
    def at(self, need, *key):
        return reverse("needs:move" if key else "needs:need", args=[need.pk, *key])

    def test_tells_what_was_said_what_is_next_and_what_was_done(self, client, post):
        need = zhang(owner=post.user)

        text = client.get(self.at(need)).text

        assert "门口给安个把手，我扶着他下台阶。" in text
        assert "下一步：答复本人" in text
        assert "超时" in text
        assert AuditEntry.objects.get().action == "need.show"

    def test_a_move_is_made_and_said(self, client, post):
        need = zhang()

        response = client.post(self.at(need, "answer"), {"version": 1, "text": "下周来量尺寸。"}, follow=True)

        assert "门口给安个把手：答复了本人。" in response.text
        assert "下周来量尺寸。" in response.text
        assert Matter.objects.get().state == "verified"

    def test_a_form_sent_back_keeps_what_was_typed(self, client, post):
        need = zhang()

        response = client.post(self.at(need, "not_possible"), {"version": 1, "text": "今年没有名额了。"})

        assert response.status_code == 422
        assert "请选是哪一种原因。" in response.text
        assert "今年没有名额了。" in response.text
        assert 'href="#id_not_possible_why"' in response.text
        assert "<title>出错：" in response.text.replace("\n", "").replace("  ", "")

    def test_whoever_was_slower_is_told_and_loses_nothing(self, client, post):
        need = zhang()
        client.post(self.at(need, "answer"), {"version": 1, "text": "下周来量尺寸。"})

        response = client.post(self.at(need, "not_possible"), {"version": 1, "why": "waiting", "text": "要等。"})

        assert response.status_code == 422
        assert "已经把它改成“已答复，在找资源”，先看看再办。" in response.text
        assert "要等。" in response.text

    def test_a_page_read_again_after_that_lets_one_go_on(self, client, post):
        need = zhang()
        client.post(self.at(need, "add"), {"version": 1, "text": "门框是木头的。"})

        response = client.post(self.at(need, "answer"), {"version": 1, "text": "好。"})

        assert response.status_code == 422
        assert 'name="version" value="2"' in response.text

    @pytest.mark.parametrize(
        ("day", "sentence"), [("2999-01-01", "日期不能晚于今天。"), ("2026-03-09", "日期不能早于提出的那天。")]
    )
    def test_nothing_is_delivered_before_it_was_asked_for_or_tomorrow(self, client, post, day, sentence):
        need = zhang(answered=True)

        response = client.post(self.at(need, "deliver"), {"version": 1, "on": day, "evidence": "签收单"})

        assert sentence in response.text
        assert Matter.objects.get().state == "verified"

    def test_a_photo_is_brought_with_consent_and_can_be_seen(self, client, post, settings, tmp_path):
        settings.VAR, need, said = (
            tmp_path,
            zhang(answered=True),
            {"version": 1, "on": "2026-03-12", "evidence": "签收"},
        )
        photo = BytesIO()
        Image.new("RGB", (40, 20)).save(photo, "PNG")
        brought = {"photo": SimpleUploadedFile("a.png", photo.getvalue())}

        refused = client.post(self.at(need, "deliver"), said | brought)
        brought["photo"].seek(0)
        text = client.post(self.at(need, "deliver"), said | brought | {"consent": "on"}, follow=True).text

        assert "照片要本人同意才能存，请先问一句。" in refused.text
        assert "看照片" in text
        seen = client.get(reverse("desk:file", args=[Matter.objects.get().evidence_file]))
        assert seen["Content-Type"] == "image/jpeg"

    def test_knows_no_other_move(self, client, post):
        assert client.get(self.at(zhang(), "burn")).status_code == 404

    def test_what_is_closed_asks_for_nothing(self, client, post):
        text = client.get(self.at(zhang(done=True))).text

        assert "已经结束，不用再做什么。" in text
        assert "重新打开" in text

    def test_the_chair_reads_and_is_told_who_acts(self, client):
        signed_in(client, Role.CHAIR)
        need = zhang(owner__name="周素琴")

        text = client.get(self.at(need)).text

        assert "现在由周素琴办，这里不用做什么。" in text
        assert "张*香家" in text
        assert str(need.household_id) not in text

    @pytest.mark.parametrize("steps", [1, 20])
    def test_asks_the_database_the_same_however_long_its_story(self, client, post, django_assert_num_queries, steps):
        need = zhang()
        for version in range(1, steps + 1):
            client.post(self.at(need, "add"), {"version": version, "text": "又问了一次。"})

        # session, user, posts; the need, its steps and hops, the office above; that it was shown, in one
        # transaction (begin, head, lock, line, head, end); the shell's two; of the wall the figure and the claim
        with django_assert_num_queries(17):
            client.get(self.at(need))


class TestRecord:
    def send(self, client, household, owner, **changes):
        form = {"matter_id": uuid4(), "words": "要一辆轮椅", "category": "device", "owner": owner, "found_by": "found"}
        return client.post(reverse("needs:record", args=[household.pk]), form | changes)

    def test_stores_what_was_said_for_the_one_who_said_it(self, client, post):
        person = PersonFactory(household__path=HERE)

        self.send(client, person.household, f"{HERE}-{post.user_id}", person=person.pk)

        need = Matter.objects.get()
        assert (need.title, need.person, need.found_by, need.source) == ("要一辆轮椅", person, "found", "direct")

    def test_wants_an_owner_and_keeps_what_was_typed(self, client, post):
        response = self.send(client, HouseholdFactory(path=HERE), "")

        assert response.status_code == 422
        assert "给这条需求选一个负责人。" in response.text
        assert "要一辆轮椅" in response.text
        assert not Matter.objects.exists()

    def test_promises_an_answer(self, client, post):
        text = client.get(reverse("needs:record", args=[HouseholdFactory(path=HERE).pk])).text

        assert "3 个工作日内答复" in text
