"""What hangs on a person: certificates with their history, phones, a guardian; and the relatives of a household."""

from collections.abc import Sequence
from datetime import date, timedelta

from canxie.engine.demos import names
from canxie.ground.registry.choices import CertificateState
from canxie.ground.registry.demo import shares, words
from canxie.ground.registry.demo.county import County, grouped, phone_of
from canxie.ground.registry.demo.drawing import CHILD, DECEASED, LIVING, LUCK, SELF, YES
from canxie.ground.registry.demo.known import Kin, One
from canxie.ground.registry.demo.tables import Rows
from canxie.ground.registry.models import Certificate, DisabilityItem, Guardian, Phone, Relative

PHONELESS, SECOND_PHONE, OLD_PHONE = 0.055, 0.11, 0.07
ISSUER = "示例县残联"


def certificates(county: County, index: int, dice: Sequence[int], rows: Rows) -> None:
    """Write the certificate in force, the one it replaced, and the single items behind 多重 or a diagnosis."""
    people, number, issued = county.people, county.identifier(index), county.issued(index)
    pid, category, degree = people.ids[index], int(people.category[index]), int(people.degree[index])
    if category == shares.MULTIPLE:
        kinds = sorted({4 + dice[6] % 3, 1 + dice[7] % 3})
        rows[DisabilityItem] += [(pid, str(one), min(4, degree + at)) for at, one in enumerate(kinds)]
    elif not people.certified[index]:
        rows[DisabilityItem].append((pid, str(category), degree))
    if not people.certified[index]:
        return
    history = dice[6] % 100
    reissued = "B1" if history < 2 else ""
    own = (pid, f"{number}{category}{degree}{reissued}", "", str(category), degree, *span(issued))
    rows[Certificate].append((*own, *ending(county, index, dice)))
    if history < 12 and people.born_ago[index] > people.issued_ago[index] + 2000:
        milder = degree if history < 6 else min(4, degree + 1)
        reason = "遗失补办" if reissued else "到期换发" if milder == degree else "等级变更"
        before = span(issued - timedelta(1200 + dice[5] % 2000))
        old = (pid, f"{number}{category}{milder}", "", str(category), milder, *before)
        rows[Certificate].append((*old, CertificateState.REPLACED.value, f"{issued}", reason))


def span(issued: date) -> tuple[str, str, str]:
    return f"{issued}", f"{words.in_ten_years(issued)}", ISSUER


def ending(county: County, index: int, dice: Sequence[int]) -> tuple[str, str | None, str]:
    state = county.people.state[index]
    if state == DECEASED:
        return CertificateState.CANCELLED.value, county.ago(dice[2] % 330), "本人去世"
    return (CertificateState.ACTIVE if state == LIVING else CertificateState.FROZEN).value, None, ""


def phones(county: County, index: int, known: One | None, dice: Sequence[int], rows: Rows) -> None:
    """Write the phones of a person: most have one of their own, some a child's, some none at all."""
    pid = county.people.ids[index]
    if known:
        rows[Phone] += [(pid, grouped(known.phone), "", known.whose, True, None)] if known.phone else []
        return
    if dice[7] / LUCK < PHONELESS:
        return
    whose = words.PARENTS if county.people.age_of(index) < 22 else words.WHOSE
    rows[Phone].append((pid, phone_of(index, 0), "", whose[dice[3] % len(whose)], True, None))
    if dice[4] / LUCK < SECOND_PHONE:
        rows[Phone].append((pid, phone_of(index, 1), "", whose[-1 - dice[2] % 3], False, None))
    if dice[5] / LUCK < OLD_PHONE:
        rows[Phone].append((pid, phone_of(index, 2), "", "", False, county.ago(dice[6] % 600 + 20)))


def guardian(county: County, home: int, index: int, known: One | None, rows: Rows) -> None:
    """Write who answers for a person; for one in ten of those who have somebody it is not on file."""
    people, dice = county.people, [int(one) for one in county.people.dice[index]]
    pid = people.ids[index]
    if known:
        rows[Guardian] += [(pid, *known.guardian, grouped(known.phone))] if known.guardian[0] else []
    elif people.guarded[index] == YES and dice[1] % 10:
        phone = phone_of(index, 4) if dice[4] % 5 else ""
        rows[Guardian].append((pid, *answering(county, home, index, dice[2]), phone))


def answering(county: County, home: int, index: int, die: int) -> tuple[str, str]:
    """Name who answers for somebody, and what they are to them."""
    people, first = county.people, int(county.homes.first[home])
    if people.role[index] != CHILD:
        own = county.surname(home) + names.one_of(names.OLDER, die)
        return own, "兄弟" if people.role[index] == SELF else "丈夫"
    if people.role[first] == SELF:
        return county.name(first).text, "母亲" if people.women[first] else "父亲"
    if die % 5 < 3:
        return county.head(home), "父亲"
    return names.surnames()[die % 40].text + names.one_of(names.YOUNGER + 1, die), "母亲"


def kin(county: County, home: int, known: Sequence[Kin] | None, rows: Rows) -> None:
    """Write the relatives whom one would call in an emergency, with what they are to the head."""
    homes, dice = county.homes, [int(one) for one in county.homes.dice[home]]
    hid = homes.ids[home]
    if known is not None:
        rows[Relative] += [(hid, *one._replace(phone=grouped(one.phone))) for one in known]
    elif dice[6] % 10 < 6:
        relation, group, is_of_family = words.RELATIONS[dice[7] % len(words.RELATIONS)]
        first = homes.first[home]
        of_family = is_of_family and not (county.people.women[first] and county.people.role[first] == SELF)
        surname = county.surname(home) if of_family else names.surnames()[dice[2] % 60].text
        lives_here = bool(homes.alone[home] != YES and dice[4] % 3)
        phone = phone_of(home, 3) if dice[3] % 10 < 8 else ""
        rows[Relative].append((hid, surname + names.one_of(group, dice[5]), relation, phone, lives_here, True))
