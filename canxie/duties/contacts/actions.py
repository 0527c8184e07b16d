"""What a township does about who answers for whom. Each action is one transaction with its trail."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.contacts.choices import NAMED, Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.spreading import spread
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import Post, User
from canxie.ground.divisions.models import Level
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Household, Person


@action("contacts.choose")
def choose(
    *,
    by: Scope,
    people: Collection[UUID],
    contact: User | None = None,
    association: Association | None = None,
    kind: Kind = Kind.LEAD,
    basis: str,
    at: datetime,
) -> int:
    """Choose who answers for these people, from today on. Returns how many that changes.

    Clause 二(二): "着眼区域内残疾人联系服务全覆盖". A choice stays until it is taken back, and is passed
    over while its contact works nowhere in the township. Everybody's rows are held in one order,
    so that of several who choose for somebody at once the last one stands, and one alone. Raises
    ValidationError when nothing is chosen, for whoever is no longer in the register, and for a
    contact who holds no post in the person's township.
    """
    today = timezone.localdate(at)
    if kind == Kind.LEAD and contact is None and association is None:
        raise ValidationError("选一下由谁联系，或者由哪个残协联系。")
    held = hold(by, people)
    if contact:
        must_work_there(contact, {person.path[: Level.TOWNSHIP] for person in held}, at)
    if association and not Coverage.objects.on(today).filter(association=association).exists():
        raise ValidationError(f"{association}今天没有管着村，不能由它联系。")
    before = ContactChoice.objects.open_(kind).filter(person__in=held)
    before.filter(since=today).delete()
    before.update(until=today)
    ContactChoice.objects.bulk_create(
        ContactChoice(
            person=person,
            path=person.path,
            place=person.path,
            kind=kind,
            association=association,
            contact=contact,
            since=today,
            basis=basis,
            chosen_by_id=by.user_id or None,
        )
        for person in held
    )
    changed = spread(Q(pk__in=[person.pk for person in held]), on=today, at=at)
    told = {"contact": contact.pk if contact else None, "association": str(association.pk) if association else None}
    note_about(by, "contacts.choose", held, kind=kind.value, basis=basis, **told)
    return changed


@action("contacts.release")
def release(*, by: Scope, person: Person, kind: Kind, at: datetime) -> None:
    """Take a choice back: from today on it is as posts and coverage have it. Raises ValidationError without one."""
    today, held = timezone.localdate(at), hold(by, [person.pk], living=False)
    open_ = ContactChoice.objects.open_(kind).filter(person__in=held)
    if not open_.exists():
        raise ValidationError("没有指定，不用取消。")
    open_.filter(since=today).delete()
    open_.update(until=today)
    spread(Q(pk=person.pk), on=today, at=at)
    note_about(by, "contacts.release", held, kind=kind.value)


@action("contacts.reckon")
def reckon(*, by: Scope, at: datetime) -> int:
    """Bring everybody's contacts up to the day: posts have ended by their time, terms have begun."""
    begun = spread(Q(), on=timezone.localdate(at), at=at)
    note(by, "contacts.reckon", ContactAssignment(), place="", begun=begun)
    return begun


def hold(by: Scope, people: Collection[UUID], *, living: bool = True) -> list[Person]:
    """Lock people, households first and everybody in one order, and see that they are one's own to decide on."""
    wanted = [*dict.fromkeys(people)]
    homes = Person.objects.filter(pk__in=wanted).order_by().values("household")
    [*Household.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk")]
    held = [*Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")]
    for person in held:
        by.must_cover(person.path, Power.CONTACTS_ASSIGN)
    gone = len(wanted) - sum(person.state == State.LIVING for person in held)
    if living and (gone or not held):
        raise ValidationError(f"有 {gone} 人已经不在册，重新看一下名单。" if gone else "先选人，再指定。")
    return held


def must_work_there(contact: User, townships: set[str], at: datetime) -> None:
    """Raise ValidationError unless somebody holds a post in each of these townships."""
    held = Post.objects.held_at(at).filter(user=contact, role__in=NAMED)
    if townships - {path[: Level.TOWNSHIP] for path in held.values_list("path", flat=True)}:
        raise ValidationError(f"{contact}在本乡镇（街道）没有任职，不能当联系人。")


def note_about(by: Scope, what: str, people: Sequence[Person], **told: object) -> None:
    """Write one line on the trail for each township: one person by key, several with count and digest."""
    for township in sorted({person.path[: Level.TOWNSHIP] for person in people}):
        own = [person for person in people if person.path.startswith(township)]
        digest = Hash(SM3())
        digest.update(",".join(sorted(str(person.pk) for person in own)).encode())
        target = own[0] if len(own) == 1 else Person(pk="")
        place = own[0].path if len(own) == 1 else township
        note(by, what, target, place=place, count=len(own), digest=digest.finalize().hex(), **told)
