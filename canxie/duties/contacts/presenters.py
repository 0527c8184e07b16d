"""What the pages say of contacts: who has nobody and why, and what a choice would change."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.reading import Answers, contacts_of
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.controls import Hinted
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.kernel.words import short_day

PARTS = {"contact": "没有联系人", "association": "没有残协联系"}


@dataclass(frozen=True, slots=True)
class Without:
    """Somebody who has nobody: name as far as the reader may see it, where, why, since when."""

    id: UUID
    shown: str
    village: str
    reason: str
    since: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Who answers for one person, as labels and values."""

    person: Person
    contact: str
    pairs: list[tuple[str, str]]
    lacks: bool


def rows(
    scope: Scope, found: Sequence[ContactAssignment], told: Mapping[UUID, Answers], what: str, today: date
) -> list[Without]:
    name = Names({code for row in found for code in (row.path, row.place)})
    return [
        Without(
            id=row.person_id,
            shown=row.person.shown(clear=scope.covers(row.path, Power.REGISTRY_CONTACT)),
            village=name(row.path, today),
            reason=reason(what, name(row.place, today)),
            since=short_day(since_of(told[row.person_id], what), today),
        )
        for row in found
    ]


def since_of(answers: Answers, what: str) -> date:
    return answers.contact_since if what == "contact" else answers.association_since


def reason(what: str, village: str) -> str:
    return f"{village}没有专职委员" if what == "contact" else f"{village}还没有残协"


def lead(what: str, count: int) -> str:
    """Say in words how many: 0 is the aim."""
    if what == "contact":
        return f"{count} 人没有联系人。" if count else "每个人都有联系人。"
    return f"{count} 人没有残协联系。" if count else "每个人都有残协联系。"


def facts(
    people: Sequence[Person], choices: Mapping[str, ContactChoice], today: date, kind: Kind = Kind.LEAD
) -> list[Facts]:
    """Say of each who answers for them, since when and why; of a second one only where there is one."""
    told = contacts_of([person.pk for person in people], today, kind)
    name = Names({answers.place for answers in told.values()})
    found = []
    for person in people:
        answers = told.get(person.pk)
        if answers is None:
            if kind == Kind.LEAD:
                found.append(Facts(person, "", [("联系人", "不在册，不排联系人")], lacks=False))
            continue
        village = name(answers.place, today)
        who = str(answers.contact) if answers.contact else f"还没有，{reason('contact', village)}"
        by = str(answers.association) if answers.association else f"还没有，{reason('association', village)}"
        pairs = [
            ("联系人", f"{who}，{short_day(answers.contact_since, today)}起"),
            ("残协", f"{by}，{short_day(answers.association_since, today)}起"),
            ("为什么", why(answers, village, choices.get(kind))),
        ]
        found.append(Facts(person, who, pairs, lacks=answers.contact is None))
    return found


def why(answers: Answers, village: str, choice: ContactChoice | None) -> str:
    """Say what that stands on: what the township has chosen, or the village."""
    if answers.chosen:
        return f"乡镇指定：{choice.basis}" if choice else "乡镇指定"
    if answers.contact is None:
        return f"{village}一有专职委员或有人代管，联系人就有了"
    return f"{village}的专职委员"


def history(told: Sequence[ContactAssignment], today: date) -> list[dict[str, object]]:
    """Everything that ever held, the latest first."""
    return [
        {
            "on": row.since,
            "when": short_day(row.since, today),
            "title": f"{row.get_kind_display()}：{row.contact or '没有人'}",
            "text": "，".join(filter(None, [str(row.association or ""), "乡镇指定" if row.chosen else ""])),
        }
        for row in told
    ]


def offered(posts: Sequence[Post], today: date) -> list[tuple[int, Hinted]]:
    """Who can be named, with what they hold in words: 槐里村专职委员、磨盘村专职委员."""
    name = Names({post.path for post in posts})
    found: dict[int, tuple[str, list[str]]] = {}
    for post in posts:
        office = f"{name(post.path, today)}{Role(post.role).label}"
        found.setdefault(post.user_id, (post.user.name, []))[1].append(office)
    return [(user, Hinted(who, "、".join(offices))) for user, (who, offices) in found.items()]


def named(scope: Scope, people: Sequence[Person], today: date) -> list[tuple[UUID, str, str]]:
    """Keys, names as far as the reader may see them, and villages."""
    name = Names({person.path for person in people})
    return [
        (one.pk, one.shown(clear=scope.covers(one.path, Power.REGISTRY_CONTACT)), name(one.path, today))
        for one in people
    ]


def effects(
    people: Sequence[Person],
    told: Mapping[UUID, Answers],
    chosen: Collection[UUID],
    contact: User | None,
    unseen: Sequence[str],
    today: date,
) -> list[str]:
    """Say line by line what a choice would change, before it does."""
    held = [answers.contact for person in people if (answers := told.get(person.pk))]
    now = Counter((one.pk, one.name) if one else (0, "") for one in held)
    lines = []
    for (user, name), count in sorted(now.items()):
        if not user:
            lines.append(f"{count} 人现在没有联系人。")
        elif contact and user == contact.pk:
            lines.append(f"{count} 人的联系人本来就是{name}。")
        else:
            lines.append(f"{count} 人现在的联系人是{name}。")
    if chosen:
        lines.append(f"{len(chosen)} 人原来有指定，会换成这一次的。")
    if unseen and contact:
        name_of = Names(unseen)
        places = "、".join(name_of(code, today) for code in unseen)
        lines.append(f"{contact}在{places}没有任职，看不到这些人的档案。要让{contact}能办事，先安排代管。")
    return lines
