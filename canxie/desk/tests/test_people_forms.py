"""Entering and correcting by form: the kernel's sentences under the fields, and nothing typed lost."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from canxie.desk.people.drafts import ELSEWHERE, TAKEN
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.choices import CertificateState, State
from canxie.ground.registry.models import Certificate, Guardian, Household, Person, Phone, Relative
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory, PhoneFactory
from tests.matrix import BESIDE, HERE

pytestmark = pytest.mark.django_db

NUMBER = "37990019791231003X"
TODAY = "2026-11-24"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def commissioner(client, today):
    VillageFactory(code=HERE, name="槐里村")
    post = PostFactory(path=HERE)
    client.force_login(post.user)
    return post


def enter(client, **typed):
    form = {"home-village": HERE, "name": "李秀兰", "relation": "head"}
    return client.post(reverse("desk:enter"), form | typed)


def errors(response):
    return [text.strip() for text in re.findall(r"出错：</span>([^<]+)", response.text)]


def change(client, address, *args, **typed):
    """Open the form, fill some of it in anew and send it, as a browser does."""
    url = reverse(address, args=args)
    opened = client.get(url).text
    values = dict(re.findall(r'<input[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', opened))
    for field, options in re.findall(r'<select[^>]*?name="(\w+)".*?>(.*?)</select>', opened, re.DOTALL):
        values[field] = next(iter(re.findall(r'value="([^"]*)" selected', options)), "")
    values = {field: value for field, value in values.items() if field not in {"csrfmiddlewaretoken", "drop", "back"}}
    return client.post(url, values | typed)


class TestNamesakes:
    """Somebody of the same name and birth date may be the same person: the form asks once, as the import does."""

    BORN = {"born_on": "1958-03-01", "sex": "2"}

    def test_the_form_asks_before_it_saves_a_second_one(self, client):
        there = PersonFactory(name="李秀兰", name_key="李秀兰", number="", born_on=date(1958, 3, 1), path=HERE)

        asked = enter(client, **self.BORN)

        assert asked.status_code == 409
        assert "册里已有 1 位同名、同生日的人" in asked.text
        assert f'<a href="{reverse("desk:person", args=[there.pk])}">看李*兰的页面</a>' in asked.text
        assert 'value="李秀兰"' in asked.text, "nothing typed is lost"
        assert Person.objects.count() == 1

        assert enter(client, **self.BORN, alike="1").status_code == 302
        assert Person.objects.count() == 2

    def test_of_one_elsewhere_in_the_county_nothing_is_told(self, client):
        there = PersonFactory(name="李秀兰", name_key="李秀兰", number="", born_on=date(1958, 3, 1), path=BESIDE)

        asked = enter(client, **self.BORN)

        assert "一位在别的地方" in asked.text
        assert str(there.pk) not in asked.text
        assert "李*兰" not in asked.text

    @pytest.mark.parametrize(
        "other", [{"born_on": date(1958, 3, 2)}, {"name_key": "李秀蓝"}, {"path": "379901001001"}, {"born_on": None}]
    )
    def test_whoever_differs_is_no_namesake(self, client, other):
        PersonFactory(**{"name_key": "李秀兰", "number": "", "born_on": date(1958, 3, 1), "path": HERE} | other)

        assert enter(client, **self.BORN).status_code == 302

    def test_into_a_household_too(self, client):
        home = HouseholdFactory(path=HERE)
        PersonFactory(name="李秀兰", name_key="李秀兰", number="", born_on=date(1958, 3, 1), path=HERE)

        asked = client.post(
            reverse("desk:person_new", args=[home.pk]), {"name": "李秀兰", "relation": "head"} | self.BORN
        )

        assert asked.status_code == 409
        assert Person.objects.count() == 1


class TestEnter:
    def test_a_person_with_certificate_and_telephone_comes_with_a_household(self, client):
        response = enter(
            client,
            **{"home-address": "槐里村三组17号"},
            number=NUMBER,
            certificate=f"{NUMBER}42",
            issued_on="2016-12-20",
            expires_on="2026-12-20",
            phone="0532-80000001",
        )

        person = Person.objects.get()
        assert response.url == reverse("desk:person", args=[person.pk])
        assert (person.born_on, person.sex, person.kind) == (date(1979, 12, 31), "1", "肢体二级")
        assert person.certified_until == date(2026, 12, 20)
        household = person.household
        assert household.number == ""
        assert (household.head, household.group, household.door, household.path) == ("李秀兰", "三组", "17号", HERE)
        assert person.phones.get().number.clear() == "0532-80000001"
        assert {entry.action for entry in AuditEntry.objects.all()} == {
            "registry.household.enter",
            "registry.person.enter",
            "registry.certificate.record",
            "registry.phone.record",
        }

    @pytest.mark.parametrize("name", ["古丽米热·艾山", "𠮷田", "John Smith", "阿卜杜热依木·麦麦提"])
    def test_a_name_is_kept_character_by_character(self, client, name):
        enter(client, name=name)

        assert Person.objects.get().name == name

    def test_somebody_without_certificate_has_what_a_doctor_said(self, client):
        enter(client, category="5", degree="3", born_on="2023-02-28")

        assert Person.objects.get().kind == "智力三级"

    def test_one_born_on_29_february_is_taken_from_the_number(self, client):
        enter(client, number="37990020080229001X")

        assert Person.objects.get().born_on == date(2008, 2, 29)

    def test_a_certificate_says_the_number_too(self, client):
        enter(client, certificate=f"{NUMBER}42")

        assert Person.objects.get().identifier.clear() == NUMBER

    @pytest.mark.parametrize(
        ("typed", "sentences"),
        [
            ({"name": " "}, ["请填写姓名。"]),
            ({"name": "李4"}, ["姓名里有数字。对一下证件。"]),
            ({"number": NUMBER[:17]}, ["身份证号 17 位，少 1 位。"]),
            ({"number": "379900198001010011"}, ["身份证号校验位不对，像是抄错了一位。对一下证件。"]),
            ({"number": "379900200902290016"}, ["身份证号里的出生日期 20090229 不存在。对一下证件。"]),
            (
                {"number": NUMBER, "born_on": "1981-01-01"},
                ["身份证号里的出生日期是 1979年12月31日，和这里填的不一样。对一下证件。"],
            ),
            ({"number": NUMBER, "sex": "2"}, ["身份证号说是男，和这里选的不一样。对一下证件。"]),
            ({"certificate": f"{NUMBER}82"}, ["残疾人证号第 19 位是 8，类别只有 1 到 7。对一下证件。"]),
            ({"certificate": f"{NUMBER}42", "category": "3"}, ["残疾人证号说是肢体，和这里选的不一样。对一下证件。"]),
            (
                {"certificate": f"{NUMBER}42", "number": "379900198001010102"},
                ["残疾人证号前 18 位和身份证号不一样。对一下证件。"],
            ),
            (
                {"certificate": f"{NUMBER}42", "issued_on": "2020-01-01", "expires_on": "2019-01-01"},
                ["有效期至须晚于发证日期。"],
            ),
            ({"born_on": "2026-11-25"}, ["出生日期不能晚于今天。"]),
            ({"born_on": "2026.13.1"}, ["出生日期 2026.13.1 不存在。对一下证件。"]),
            ({"phone": "1380000000"}, ["手机号 10 位，少 1 位。"]),
            ({"home-village": BESIDE}, ["这一项不在可选的里面，请重选。"]),
        ],
    )
    def test_what_cannot_be_is_said_in_one_sentence(self, client, typed, sentences):
        response = enter(client, **typed)

        assert response.status_code == 422
        assert errors(response) == sentences
        assert not Household.objects.exists()

    def test_nothing_typed_is_lost(self, client):
        response = enter(client, number="1", registered_address="青石镇", **{"home-shock": "火灾"})

        assert 'value="青石镇"' in response.text
        assert 'value="火灾"' in response.text
        assert len(re.findall(r'<details class="why" open', response.text)) == 2, (
            "what was folded away is open where something stands"
        )

    def test_a_number_of_somebody_one_may_see_leads_there(self, client):
        twin = PersonFactory(number=NUMBER, name="李秀兰", household__path=HERE)

        response = enter(client, number=NUMBER)

        assert errors(response) == [TAKEN]
        assert reverse("desk:person", args=[twin.pk]) in response.text
        assert Household.objects.count() == 1

    def test_a_number_beyond_ones_reach_is_told_without_a_name(self, client):
        twin = PersonFactory(number=NUMBER, name="李秀兰", household__path=BESIDE)

        response = enter(client, number=NUMBER, name="王五")

        assert errors(response) == [ELSEWHERE]
        assert ELSEWHERE == "这个号码已在别处登记，请问上一级残联。"
        assert str(twin.pk) not in response.text

    def test_another_person_of_a_household(self, client):
        household = HouseholdFactory(path=HERE, head="李大山")

        response = client.post(
            reverse("desk:person_new", args=[household.pk]), {"name": "李秀兰", "relation": "spouse"}
        )

        assert household.people.get().name == "李秀兰"
        assert response.status_code == 302
        again = client.post(reverse("desk:person_new", args=[household.pk]), {"name": "", "relation": "spouse"})
        assert errors(again) == ["请填写姓名。"]


class TestCorrect:
    def test_a_persons_facts(self, client):
        person = PersonFactory(household__path=HERE, name="李秀蓝", number=NUMBER, born_on=date(1979, 12, 31), sex="1")

        response = change(client, "desk:person_edit", person.pk, "facts", name="李秀兰", dibao="1")

        person.refresh_from_db()
        assert response.status_code == 302, errors(response)
        assert (person.name, person.dibao, person.destitute, person.identifier.clear()) == (
            "李秀兰",
            True,
            None,
            NUMBER,
        )

    def test_the_form_shows_a_number_by_its_tail(self, client):
        person = PersonFactory(household__path=HERE, number=NUMBER)

        text = client.get(reverse("desk:person_edit", args=[person.pk, "facts"])).text

        assert "现在是尾号 003X" in text
        assert NUMBER not in text

    def test_two_at_once_the_second_sees_both_texts_and_may_overwrite(self, client):
        household = HouseholdFactory(path=HERE, head="李大山", address="三组17号", shock="")
        url = reverse("desk:household_edit", args=[household.pk])
        seen = re.search(r'name="seen" value="(\w+)"', client.get(url).text)[1]
        Household.objects.update(address="三组18号")

        second = client.post(url, {"head": "李大山", "address": "三组19号", "seen": seen})

        assert second.status_code == 409
        assert "别人存的：三组18号" in second.text
        assert "这里填的：三组19号" in second.text
        household.refresh_from_db()
        assert household.address == "三组18号"

        seen = re.search(r'name="seen" value="(\w+)"', second.text)[1]
        third = client.post(url, {"head": "李大山", "address": "三组19号", "seen": seen})
        household.refresh_from_db()
        assert (third.status_code, household.address) == (302, "三组19号")

    def test_a_new_certificate(self, client):
        person = CertificateFactory(person__household__path=HERE, person__number=NUMBER).person

        response = change(
            client, "desk:person_edit", person.pk, "certificate", certificate=f"{NUMBER}41", issued_on="2026-11-01"
        )

        assert response.status_code == 302, errors(response)
        person.refresh_from_db()
        assert person.kind == "肢体一级"
        assert [one.state for one in person.certificates.order_by("pk")] == ["replaced", "active"]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"certificate": "379900198001010102" + "41"}, "残疾人证号前 18 位和身份证号不一样。对一下证件。"),
            ({"certificate": f"{NUMBER}72"}, "多重残疾至少有两类，照证件备注选出每一类的等级。"),
            (
                {"certificate": f"{NUMBER}72", "item_1": "3", "item_4": "3"},
                "证号说最重的是二级，和下面选的不一样。对一下证件。",
            ),
            ({"certificate": ""}, "请填写残疾人证号。"),
        ],
    )
    def test_a_certificate_that_cannot_be(self, client, typed, sentence):
        person = PersonFactory(household__path=HERE, number=NUMBER)

        assert errors(change(client, "desk:person_edit", person.pk, "certificate", **typed)) == [sentence]

    def test_several_categories(self, client):
        person = PersonFactory(household__path=HERE, number=NUMBER)

        change(client, "desk:person_edit", person.pk, "certificate", certificate=f"{NUMBER}72", item_1="3", item_4="2")

        assert [str(item) for item in person.disabilities.order_by("category")] == ["视力三级", "肢体二级"]

    def test_a_certificate_that_was_lost(self, client):
        paper = CertificateFactory(person__household__path=HERE)

        change(
            client,
            "desk:person_edit",
            paper.person_id,
            "certificate-state",
            certificate=paper.pk,
            state="lost",
            on=TODAY,
        )

        assert Certificate.objects.get().state == CertificateState.LOST

    def test_two_certificates_are_never_in_force(self, client):
        paper = CertificateFactory(person__household__path=HERE)
        old = CertificateFactory(person=paper.person, whole=f"{NUMBER}43", state="lost")

        response = change(
            client,
            "desk:person_edit",
            paper.person_id,
            "certificate-state",
            certificate=old.pk,
            state="active",
            on=TODAY,
        )

        assert errors(response) == ["已经有一本有效的证。先记那一本怎么了。"]

    def test_a_telephone_in_place_of_another(self, client):
        old = PhoneFactory(person__household__path=HERE)

        change(client, "desk:person_edit", old.person_id, "phone", number="0532 8000 0001", replaces=old.pk)

        old.refresh_from_db()
        assert old.ended_on == date(2026, 11, 24)
        assert Phone.objects.get(ended_on=None).number.clear() == "0532-80000001"

    def test_a_telephone_that_reaches_nobody(self, client):
        old = PhoneFactory(person__household__path=HERE)

        assert errors(change(client, "desk:person_edit", old.person_id, "phone")) == [
            "填一个新号码，或者在下面选停用哪个。"
        ]
        change(client, "desk:person_edit", old.person_id, "phone", replaces=old.pk)

        assert not Phone.objects.filter(ended_on=None).exists()

    def test_a_guardian_keeps_the_number_that_was_not_typed_again(self, client):
        person = PersonFactory(household__path=HERE)
        change(client, "desk:person_edit", person.pk, "guardian", name="李大山", phone="0532-80000001")
        opened = client.get(reverse("desk:person_edit", args=[person.pk, "guardian"])).text
        assert "80000001" not in opened
        assert "现在是尾号 0001" in opened

        change(client, "desk:person_edit", person.pk, "guardian", relation="父亲")

        guardian = Guardian.objects.get()
        assert (guardian.name, guardian.relation, guardian.phone.clear()) == ("李大山", "父亲", "0532-80000001")

    def test_a_death_with_its_source(self, client):
        person = PersonFactory(household__path=HERE)

        response = change(client, "desk:person_edit", person.pk, "state", state="deceased", on="2026-11-20")
        assert errors(response) == ["写下是怎么知道的。"]
        change(client, "desk:person_edit", person.pk, "state", state="deceased", on="2026-11-20", told_by="家属告知")

        person.refresh_from_db()
        assert person.state == State.DECEASED
        page = client.get(reverse("desk:person", args=[person.pk])).text
        assert "去世" in page
        assert "家属告知" in page

    def test_joining_another_household_of_the_village(self, client):
        person, home = PersonFactory(household__path=HERE), HouseholdFactory(path=HERE, head="李大山")
        HouseholdFactory(path=BESIDE, head="王大明")

        opened = client.get(reverse("desk:person_edit", args=[person.pk, "household"])).text
        assert "李大山家" in opened
        assert "王大明家" not in opened
        change(client, "desk:person_edit", person.pk, "household", household=home.pk, relation="son")

        person.refresh_from_db()
        assert person.household == home

    def test_a_relative_comes_is_corrected_and_goes(self, client):
        household = HouseholdFactory(path=HERE)
        change(client, "desk:relative_new", household.pk, name="李晓燕", relation="女儿", phone="0532-80000001")
        relative = Relative.objects.get()
        assert relative.phone.clear() == "0532-80000001"

        change(client, "desk:relative", household.pk, relative.pk, relation="二女儿")
        relative.refresh_from_db()
        assert (relative.relation, relative.phone.clear()) == ("二女儿", "0532-80000001")

        client.post(reverse("desk:relative", args=[household.pk, relative.pk]), {"drop": "1"})
        assert not Relative.objects.exists()
        assert "李晓燕" in client.get(reverse("desk:timeline", args=[household.pk])).text

    def test_no_other_part_can_be_asked_for(self, client):
        person = PersonFactory(household__path=HERE)

        assert client.get(reverse("desk:person_edit", args=[person.pk, "tier"])).status_code == 404
