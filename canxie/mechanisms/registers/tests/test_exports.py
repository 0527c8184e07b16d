"""A file of a register: by whose word it leaves, who gets it, and how long."""

import io
from datetime import date
from itertools import count
from uuid import UUID, uuid4

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.files import storing
from canxie.engine.files.tasks import erase_what_is_due, sweep_what_is_left
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.progress import Stopping
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.powers import Power
from canxie.ground.registry.models import Guardian, Standing
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory, PhoneFactory
from canxie.mechanisms.registers import exports, making
from canxie.mechanisms.registers.exports import NotAllowed, Wish, ask, bounds, decide
from canxie.mechanisms.registers.models import Copy, Export
from canxie.mechanisms.registers.tests.conftest import COUNTY, TOWNSHIP, VILLAGE, signed_in, work
from tests.threads import at_once

pytestmark = pytest.mark.django_db

FILE, MINE = "/registers/roster/export/", "/registers/exports/"
NAMES = ["姓名", "性别"]
IDENTIFIER, PHONE = "379900196905010041", "00000000123"


@pytest.fixture
def chen(places):
    """A man of 槐里村 with everything that a roster tells."""
    home = HouseholdFactory(path=VILLAGE, group="二组", door="9号")
    person = PersonFactory(
        household=home, name="陈建国", sex="1", born_on=date(1969, 5, 1), degree=3, certified_until=date(2033, 1, 9),
        number=IDENTIFIER,
    )  # fmt: skip
    person.refresh_from_db()
    CertificateFactory(person=person, whole=IDENTIFIER + "43")
    PhoneFactory(person=person, digits=PHONE)
    Guardian.objects.create(person=person, name="陈小花", relation="女儿")
    Standing.objects.create(
        person=person, path=home.path, tier="C", tier_since=date(2026, 1, 1), last_visit_on=date(2026, 9, 15)
    )
    return person


def people(number, path=VILLAGE):
    home = HouseholdFactory(path=path)
    PersonFactory.create_batch(number, household=home)


def asks(client, place=TOWNSHIP, **said):
    """Ask for a file, and say where it stands."""
    columns = client.get(f"{FILE}?place={place}").text
    every = [label for label in ALL if f'value="{label}"' in columns]
    sent = {"purpose": "上级检查", "columns": every, "ask": str(uuid4())} | said
    answer = client.post(f"{FILE}?place={place}", sent)
    assert answer.status_code == 302, answer.text
    return Export.objects.get(pk=answer.url.split("/")[-2])


ALL = ["姓名", "性别", "出生年", "类别等级", "残疾人证号", "有效期到", "村", "住址", "谁照看", "层级", "上次走访"]


def page(client, export):
    return client.get(f"{MINE}{export.pk}/")


def fetched(client, export):
    answer = client.get(f"{MINE}{export.pk}/?download")
    assert answer.status_code == 200
    return answer


def rows(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def plain(text):
    return text.replace("\u3000", " ") if isinstance(text, str) else text


class TestSmall:
    """Few rows without numbers: one press."""

    def test_is_made_in_the_background_and_comes_by_itself(self, clerk, chen):
        export = asks(clerk)

        making = page(clerk, export).text
        assert (export.state, export.because) == ("making", [])
        assert "正在做，一般几秒钟。" in making
        assert 'hx-trigger="every 1s"' in making
        assert "看做好了没有" in making, "without a script there is a link"

        work()
        asked = clerk.get(f"{MINE}{export.pk}/?state=making", headers={"HX-Request": "true"})
        assert asked["HX-Refresh"] == "true"
        ready = page(clerk, export).text
        assert 'hx-trigger="load"' in ready
        assert "下载 xlsx，1 人" in ready
        sent = clerk.get(f"{MINE}{export.pk}/?download", headers={"HX-Request": "true"})
        assert sent["HX-Redirect"] == f"{MINE}{export.pk}/?download"

        fetched(clerk, export)
        assert 'hx-trigger="load"' not in page(clerk, export).text, "the second time nobody waits for it"

    def test_a_sheet_with_its_number_and_purpose_on_top(self, clerk, chen):
        export = asks(clerk)
        work()
        answer = fetched(clerk, export)

        watermark, top, head, row, foot = rows(answer)
        assert watermark[0] == (
            "编号 MC-379900001-20261124-01，导出人：吴海峰，2026-11-24 08:41，用途：上级检查。"
            "号码只有尾号。已记下，不要转给别人。"
        )
        assert top[0] == "榆岭镇残疾人名册"
        assert head == ALL
        assert [plain(cell) for cell in row[:5]] == ["陈建国", "男", 1969, "肢体三级", "尾号 0041 43"]
        assert [row[5].date(), row[6], plain(row[7]), *row[8:10]] == [
            date(2033, 1, 9), "槐里村", "二组 9号", "女儿陈小花", "C",
        ]  # fmt: skip
        assert row[10].date() == date(2026, 9, 15)
        assert foot[0] == "编号 MC-379900001-20261124-01"
        assert "%E6%AE%8B%E7%96%BE%E4%BA%BA%E5%90%8D%E5%86%8C" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"
        assert IDENTIFIER not in str(rows(answer))

    def test_only_the_columns_that_were_chosen(self, clerk, chen):
        export = asks(clerk, columns=NAMES)
        work()

        assert rows(fetched(clerk, export))[2:4] == [["姓名", "性别"], ["陈建国", "男"]]

    def test_what_begins_like_a_formula_stays_text(self, clerk):
        for name in ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1"]:
            PersonFactory(household__path=VILLAGE, name=name)
        export = asks(clerk, purpose="=1+1 看一看")
        work()

        book = openpyxl.load_workbook(io.BytesIO(fetched(clerk, export).content))
        kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if isinstance(cell.value, str)}
        assert kinds == {"s"}
        assert '=HYPERLINK("http://x")' in [row[0].value for row in book.active.iter_rows(min_row=4)]

    def test_stands_on_the_trail_with_its_rows_and_without_names(self, clerk, chen):
        export = asks(clerk)
        work()
        fetched(clerk, export)

        copy = Copy.objects.get()
        told = {
            one.action: one for one in AuditEntry.objects.filter(action__startswith="registers.").order_by("number")
        }
        assert [*told] == [
            "registers.export.ask",
            "registers.export.number",
            "registers.issue",
            "registers.export.fetch",
        ]
        assert told["registers.issue"].changes["digest"] == copy.digest
        assert told["registers.issue"].changes["columns"] == ALL
        assert (copy.rows, copy.purpose, copy.form, str(copy)) == (1, "上级检查", "file", "MC-379900001-20261124-01")
        assert "陈" not in str([one.changes for one in told.values()])

    def test_a_second_press_asks_for_nothing_more(self, clerk, chen):
        same = {"purpose": "上级检查", "columns": NAMES, "ask": str(uuid4())}

        answers = [clerk.post(FILE, same).url for _ in range(2)]

        assert len({*answers}) == 1
        assert (Export.objects.count(), Job.objects.count()) == (1, 1)

    def test_the_file_lies_sealed(self, clerk, chen):
        export = asks(clerk)
        work()
        export.refresh_from_db()

        sealed = storing.read(export.file_id)
        assert not sealed.startswith(b"PK")
        assert fetched(clerk, export).content.startswith(b"PK")

    def test_a_worker_that_dies_leaves_it_to_the_next(self, clerk, chen, monkeypatch):
        export = asks(clerk)

        def dies(*args, **kwargs):
            raise Stopping

        with monkeypatch.context() as broken:
            broken.setattr(making, "hand_over", dies)
            work()
        export.refresh_from_db()
        assert (export.state, export.file) == ("making", None)
        work()
        export.refresh_from_db()

        assert export.state == "ready"
        assert Copy.objects.get().number == "MC-379900001-20261124-01", "the same number, not another"

    def test_without_a_purpose_or_a_column_there_is_none(self, clerk, chen):
        refused = clerk.post(FILE, {"purpose": "", "columns": []})

        assert refused.status_code == 422
        for words in ["请写用途，例如年度归档。", "请至少选一列。"]:
            assert words in refused.text
        assert not Export.objects.exists()

    def test_a_power_held_elsewhere_does_not_reach_here(self, client, chen):
        user = PostFactory(role=Role.COMMISSIONER, path=VILLAGE).user
        PostFactory(user=user, role=Role.TOWNSHIP_CLERK, path="379900002")
        client.force_login(user)

        assert client.post(f"{FILE}?place={VILLAGE}", {"purpose": "上级检查", "columns": NAMES}).status_code == 404
        assert client.post(f"{FILE}?place=379900002", {"purpose": "上级检查", "columns": NAMES}).status_code == 302

    def test_a_post_that_ended_meanwhile_gets_nothing(self, clerk, chen):
        export = asks(clerk)
        Post.objects.update(until_at=timezone.now())
        work()
        export.refresh_from_db()

        assert (export.state, export.file) == ("not_made", None)
        assert export.words == "申请人现在不能导出这里的登记簿了，没有做。"
        assert not Copy.objects.exclude(digest="").exists()


class TestThreshold:
    def test_more_rows_than_the_figure_wait_for_another(self, clerk, said):
        said("export.approve_above", 3)
        people(4)

        export = asks(clerk)

        assert (export.state, export.because) == ("waiting", ["rows"])
        assert not Job.objects.exists()
        assert "等县残联的另一个人批。" in page(clerk, export).text
        assert clerk.get(f"{MINE}{export.pk}/?download").status_code == 302

    def test_exactly_as_many_do_not(self, clerk, said):
        said("export.approve_above", 3)
        people(3)

        assert asks(clerk).state == "making"

    def test_ten_times_forty_nine_are_no_way_round(self, clerk):
        people(49)

        states = [asks(clerk, columns=NAMES).state for _ in range(10)]
        work()

        assert states == ["making"] + ["waiting"] * 9
        assert [one.because for one in Export.objects.exclude(because=[]).order_by("id")] == [["day"]] * 9
        assert sum(Copy.objects.exclude(digest="").values_list("rows", flat=True)) == 49

    def test_a_day_counts_all_registers_and_places_together(self, clerk):
        people(30)
        people(30, path="379900001002")

        first, second = asks(clerk, place=VILLAGE), asks(clerk, place="379900001002")

        assert (first.state, second.state, second.because) == ("making", "waiting", ["day"])

    def test_the_next_day_begins_from_nothing_and_refused_ones_are_given_back(self, clerk, county):
        people(40)
        asks(clerk)
        second = asks(clerk)
        county.post(f"{MINE}{second.pk}/decide/", {"agrees": "0", "words": "分村导出。"})
        assert exports.used(second.asked_by_id, timezone.now()) == 40

        with time_machine.travel("2026-11-25 00:00+08:00", tick=False):
            assert asks(signed_in_again(second)).state == "making"

    def test_more_than_a_file_holds_is_not_asked_for(self, clerk, said):
        said("export.most.township", 3)
        people(4)

        answer = clerk.post(FILE, {"purpose": "上级检查", "columns": NAMES})

        assert answer.status_code == 422
        assert "这里有 4 人，一份最多 3 人。请先选小一点的地方。" in answer.text
        assert not Export.objects.exists()

    @pytest.mark.parametrize(
        ("reach", "most"),
        [((VILLAGE,), 200), ((TOWNSHIP,), 5_000), ((VILLAGE, "379900002"), 5_000), ((COUNTY,), 50_000)],
    )
    def test_the_widest_place_says_how_many(self, places, reach, most):
        assert bounds(Scope(7, {Power.REGISTERS_EXPORT: reach}), VILLAGE, date(2026, 11, 24)).most == most

    def test_what_nobody_agreed_to_may_not_grow_meanwhile(self, clerk):
        people(2)
        export = asks(clerk)
        people(1)
        work()
        export.refresh_from_db()

        assert (export.state, export.file) == ("not_made", None)
        assert "请重新导出一次" in page(clerk, export).text


class TestNumbers:
    """Whole numbers: only where the county lets them out, and never by one person's word."""

    def test_are_not_offered_by_default(self, clerk, chen):
        assert "完整的证号" not in clerk.get(FILE).text
        export = asks(clerk, whole="on")
        work()

        assert export.whole is False
        assert IDENTIFIER not in str(rows(fetched(clerk, export)))

    def test_always_wait_for_another(self, clerk, county, chen, said):
        said("export.whole_numbers", value=True)
        assert "带完整的证号和电话，每次都要另一个人批" in clerk.get(FILE).text

        export = asks(clerk, whole="on")
        assert (export.state, export.because, export.columns[-2:]) == ("waiting", ["numbers"], ["身份证号", "电话"])
        assert "完整的证号和电话" in page(county, export).text
        county.post(f"{MINE}{export.pk}/decide/", {"agrees": "1"})
        work()

        sheet = rows(fetched(clerk, export))
        told = dict(zip(sheet[2], sheet[3], strict=True))
        assert "号码是完整的。已记下" in sheet[0][0]
        assert (told["身份证号"], told["残疾人证号"], told["电话"]) == (IDENTIFIER, IDENTIFIER + "43", PHONE)

    def test_the_action_refuses_what_the_form_does_not_offer(self, clerk, chen):
        user = PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWNSHIP).user
        by = Scope(user.pk, dict.fromkeys([Power.REGISTERS_EXPORT, Power.REGISTRY_READ], (TOWNSHIP,)))
        wish = Wish(uuid4(), "roster", TOWNSHIP, "上级检查", ["姓名"], whole=True)

        with pytest.raises(NotAllowed):
            ask(by=by, wish=wish, rows=1, now=timezone.now())
        with pytest.raises(OutOfScope):
            ask(by=by, wish=wish._replace(place="379900002", whole=False), rows=1, now=timezone.now())


class TestApproval:
    @pytest.fixture
    def asked(self, clerk, said):
        said("export.approve_above", 3)
        people(4)
        return asks(clerk, purpose="迎接上级检查", columns=NAMES)

    def test_stands_on_the_workbench_of_the_county(self, asked, county):
        told = " ".join(county.get("/").text.split())

        for words in [
            "等批的导出",
            "1 份导出等您批。",
            "榆岭镇残疾人名册",
            "吴海峰，今天 8:41，4 人，用途：迎接上级检查。列：姓名、性别",
        ]:
            assert words in told

    def test_tells_who_wants_what_for_what_before_one_decides(self, asked, county):
        told = page(county, asked).text

        for words in ["吴海峰", "迎接上级检查", "4 人", "姓名、性别", "只有尾号", "行数多，超过一次能自己导出的"]:
            assert words in told

    def test_agreed_to_it_is_made_for_who_asked_and_nobody_else(self, asked, clerk, county):
        answer = county.post(f"{MINE}{asked.pk}/decide/", {"agrees": "1", "words": "用完删掉。"})
        assert answer.status_code == 302
        work()

        desk = clerk.get("/").text
        assert "我申请的导出" in desk
        assert "可以下载" in desk
        assert len(rows(fetched(clerk, asked))) == 8  # two lines, the head, four people, the number
        assert "我申请的导出" not in clerk.get("/").text, "it has been fetched"
        assert "用完删掉。" in page(clerk, asked).text
        assert county.get(f"{MINE}{asked.pk}/?download").status_code == 404
        beside = signed_in(Role.TOWNSHIP_CLERK, TOWNSHIP, "孙丽")
        assert page(beside, asked).status_code == 404
        assert beside.get(f"{MINE}{asked.pk}/?download").status_code == 404
        assert beside.get(f"{MINE}{uuid4()}/?download").status_code == 404
        entry = AuditEntry.objects.get(action="registers.export.approve")
        assert (entry.changes["words"], entry.changes["rows"], entry.place) == ("用完删掉。", 4, TOWNSHIP)

    def test_the_common_door_of_files_stays_shut(self, asked, clerk, county):
        county.post(f"{MINE}{asked.pk}/decide/", {"agrees": "1"})
        work()
        asked.refresh_from_db()

        assert [one.get(f"/files/{asked.file_id}/").status_code for one in (clerk, county)] == [404, 404]

    def test_refused_it_says_why_and_nothing_is_made(self, asked, clerk, county):
        assert county.post(f"{MINE}{asked.pk}/decide/", {"agrees": "0"}).status_code == 422
        county.post(f"{MINE}{asked.pk}/decide/", {"agrees": "0", "words": "分村导出就够了。"})
        work()

        told = page(clerk, asked).text
        assert "没有批。" in told
        assert "分村导出就够了。" in told
        assert not Job.objects.exists()
        assert AuditEntry.objects.get(action="registers.export.refuse").changes["words"] == "分村导出就够了。"

    def test_nobody_agrees_to_their_own(self, county, said):
        said("export.approve_above", 3)
        people(4)
        export = asks(county, place=COUNTY)

        answer = county.post(f"{MINE}{export.pk}/decide/", {"agrees": "1"})

        assert answer.status_code == 422
        assert "自己申请的要别人批" in answer.text
        export.refresh_from_db()
        assert export.state == "waiting"
        assert "等批的导出" not in county.get("/").text
        other = signed_in(Role.COUNTY_CLERK, COUNTY, "何平")
        assert other.post(f"{MINE}{export.pk}/decide/", {"agrees": "1"}).status_code == 302

    def test_another_county_does_not_know_of_it(self, asked, clerk):
        other = signed_in(Role.COUNTY_CLERK, "379901", "何平")

        assert page(other, asked).status_code == 404
        assert other.post(f"{MINE}{asked.pk}/decide/", {"agrees": "1"}).status_code == 404
        assert clerk.post(f"{MINE}{asked.pk}/decide/", {"agrees": "1"}).status_code == 403

    def test_is_decided_once(self, asked, county):
        county.post(f"{MINE}{asked.pk}/decide/", {"agrees": "0", "words": "分村导出。"})

        second = county.post(f"{MINE}{asked.pk}/decide/", {"agrees": "1"})

        assert second.status_code == 422
        assert "这一份已经有人看过了，现在是“没有批”。" in second.text


class TestEnd:
    def test_after_its_days_the_file_is_gone_and_the_page_says_so(self, clerk, chen):
        export = asks(clerk)
        work()
        export.refresh_from_db()
        assert export.erase_on == date(2026, 12, 1)
        with time_machine.travel("2026-11-30 23:59+08:00", tick=False):
            clerk = signed_in_again(export)
            fetched(clerk, export)

        with time_machine.travel("2026-12-01 08:00+08:00", tick=False):
            clerk = signed_in_again(export)
            answer = clerk.get(f"{MINE}{export.pk}/?download")
            assert answer.status_code == 410
            assert "文件已经在 12月1日 清除了。要用就重新导出一次。" in answer.text
            assert "下载 xlsx" not in page(clerk, export).text
            assert "过期清除了" in clerk.get(MINE).text
            erase_what_is_due(timezone.now())
        with time_machine.travel("2026-12-03 08:00+08:00", tick=False):
            sweep_what_is_left(timezone.now())
        export.refresh_from_db()
        assert export.file.erased_at is not None

    def test_my_exports_are_mine(self, clerk, county, chen):
        asks(clerk, purpose="上级检查")
        asks(county, place=COUNTY, purpose="年度归档")

        told = " ".join(clerk.get(MINE).text.split())

        assert "榆岭镇残疾人名册" in told
        assert "8:41，1 人，用途：上级检查" in told
        assert "年度归档" not in told
        assert "还没有导出过" in signed_in(Role.TOWNSHIP_CLERK, TOWNSHIP, "孙丽").get(MINE).text

    def test_twenty_cost_no_more_queries_than_one(self, clerk, chen, django_assert_num_queries):
        asks(clerk, columns=NAMES)
        clerk.get(MINE)
        first = Export.objects.get()
        said = {
            name: getattr(first, name) for name in ("path", "register", "purpose", "rows", "asked_by_id", "asked_at")
        }
        Export.objects.bulk_create([Export(state="waiting", **said) for _ in range(20)])

        # who: session, user, posts, names; the shell's needs; the exports, who asked, where
        with django_assert_num_queries(7):
            clerk.get(MINE)


def signed_in_again(export):
    client = Client()
    client.force_login(User.objects.get(pk=export.asked_by_id))
    return client


class TestAtOnce:
    pytestmark = pytest.mark.django_db(transaction=True)

    def scope(self):
        user = PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWNSHIP).user
        return Scope(user.pk, dict.fromkeys([Power.REGISTERS_EXPORT, Power.REGISTRY_READ], (TOWNSHIP,)))

    def test_eight_who_ask_at_once_get_one_without_another_person(self, places):
        by, ids = self.scope(), count(1)
        wishes = [Wish(UUID(int=next(ids)), "roster", TOWNSHIP, "上级检查", ["姓名"]) for _ in range(8)]

        found = at_once(*[lambda wish=wish: ask(by=by, wish=wish, rows=49, now=timezone.now()) for wish in wishes])

        assert sorted(one.state for one in found) == ["making"] + ["waiting"] * 7

    def test_of_two_who_decide_one_is_told(self, places):
        export = ask(
            by=self.scope(),
            wish=Wish(uuid4(), "roster", TOWNSHIP, "上级检查", ["姓名"]),
            rows=51,
            now=timezone.now(),
        )
        by = Scope(9, {Power.REGISTERS_APPROVE: (COUNTY,)})

        def decides(agrees):
            try:
                decide(by=by, export=export, agrees=agrees, words="看过了。", now=timezone.now())
            except NotAllowed:
                return False
            return True

        assert sorted(at_once(lambda: decides(True), lambda: decides(False))) == [False, True]
