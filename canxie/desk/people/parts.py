"""What can be corrected about a person, a household, a relative: each part has its form, and the action it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from canxie.desk.people.forms.fields import Part as Form
from canxie.desk.people.forms.household import HouseholdForm, JoinForm, RelativeForm
from canxie.desk.people.forms.papers import CertificateForm, CertificateStateForm, GuardianForm, PhoneForm, StateForm
from canxie.desk.people.forms.person import PersonForm
from canxie.engine.scoping.scope import Scope
from canxie.ground.registry import actions
from canxie.ground.registry.choices import CertificateState, Relation, State
from canxie.ground.registry.models import Household, Person, Relative

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One form that corrects something: what it is called, what its button says, what is said when it is done."""

    title: str
    button: str
    done: str
    form: type[Form]
    act: Callable[[Scope, Any, Values, date], object]
    note: str = ""


def facts(by: Scope, person: Person, said: Values, today: date) -> None:
    number = {"number": said["number"]} if said["number"] else {}
    values = {name: value for name, value in said.items() if name != "number"}
    actions.correct_person(by=by, person=person, **number, **values)


def certificate(by: Scope, person: Person, said: Values, today: date) -> None:
    paper = actions.Paper(said["certificate"], said["issued_on"], said["expires_on"], said["issuer"], said["items"])
    actions.record_certificate(by=by, person=person, paper=paper, on=today)


def certificate_state(by: Scope, person: Person, said: Values, today: date) -> None:
    actions.set_certificate_state(
        by=by,
        person=person,
        certificate=said["paper"],
        state=CertificateState(said["state"]),
        on=said["on"],
        reason=said["reason"],
    )


def phone(by: Scope, person: Person, said: Values, today: date) -> None:
    if said["number"]:
        actions.record_phone(
            by=by, person=person, number=said["number"], on=today, whose=said["whose"], replaces=said["phone"]
        )
    else:
        actions.end_phone(by=by, person=person, phone=said["phone"], on=today)


def guardian(by: Scope, person: Person, said: Values, today: date) -> None:
    kept = GuardianForm.stored(person).get("phone", "") if said["name"] else ""
    actions.keep_guardian(by=by, person=person, **{**said, "phone": said["phone"] or kept})


def state(by: Scope, person: Person, said: Values, today: date) -> None:
    actions.record_state(by=by, person=person, state=State(said["state"]), on=said["on"], told_by=said["told_by"])


def join(by: Scope, person: Person, said: Values, today: date) -> None:
    actions.join(by=by, person=person, household=said["chosen"], relation=Relation(said["relation"]))


def household(by: Scope, household: Household, said: Values, today: date) -> None:
    actions.correct_household(by=by, household=household, **said)


def relative(by: Scope, relative: Relative, said: Values, today: date) -> None:
    """A new one is not in the database yet."""
    phone = said["phone"] or (relative.phone.clear() if relative.phone else None)
    known = relative if relative.pk else None
    actions.keep_relative(by=by, household=relative.household, relative=known, **{**said, "phone": phone})


OF_PERSON: dict[str, Part] = {
    "facts": Part("更正个人情况", "保存更正", "个人情况已更正。", PersonForm, facts),
    "certificate": Part(
        "登记残疾人证",
        "保存残疾人证",
        "残疾人证已登记。",
        CertificateForm,
        certificate,
        note="证号和原来一样是更正；不一样是换发，原来的证留在“以前的证”里。",
    ),
    "certificate-state": Part(
        "记挂失、冻结或注销", "保存", "残疾人证的状态已改。", CertificateStateForm, certificate_state
    ),
    "phone": Part("改电话", "保存电话", "电话已改。", PhoneForm, phone, note="停用的号码不删，留在“停用的电话”里。"),
    "guardian": Part("改监护人", "保存监护人", "监护人已改。", GuardianForm, guardian, note="姓名空着：没有监护人。"),
    "state": Part(
        "记去世、迁出或核销",
        "保存状态",
        "状态已改。",
        StateForm,
        state,
        note="记错了可以再改回“在册”，前后都留着。",
    ),
    "household": Part("并到村里另一户", "并到这一户", "已经并到这一户。", JoinForm, join),
}
OF_HOUSEHOLD = Part("更正家庭情况", "保存更正", "家庭情况已更正。", HouseholdForm, household)
OF_RELATIVE = Part("更正家属", "保存家属", "家属已更正。", RelativeForm, relative)
NEW_RELATIVE = Part("添家属", "保存家属", "家属已添上。", RelativeForm, relative)
