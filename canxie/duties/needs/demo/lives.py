"""The life of one invented need: the states, clocks and hops that the actions would have made, without their rows."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from canxie.duties.needs.actions import NEED
from canxie.duties.needs.demo.words import Ask
from canxie.engine.demos import Demo, Heard
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.mechanisms.matters import flow
from canxie.mechanisms.matters.actions import ENDINGS, Said, take
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.models import Hop, Matter, Step
from canxie.mechanisms.matters.offices import above
from canxie.mechanisms.matters.titles import title_of

ESCALATED = "到时没有答复，自动转上一级。"


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, day.day * 7 % 60)))


class Offices:
    """Who is in office today, by place: whoever owns what is open."""

    def __init__(self, demo: Demo) -> None:
        posts = Post.objects.filter(path__startswith=demo.place, until_at=None).order_by("path", "id")
        roles = [Role.COMMISSIONER, Role.TOWNSHIP_CLERK, Role.COUNTY_CLERK]
        self._held = dict(posts.filter(role__in=roles).values_list("path", "user"))

    def keeper(self, path: str) -> int:
        """The user who keeps what a place owns; while nobody is there, whoever is above."""
        return self._held[path] if path in self._held else self.keeper(above(path))

    def place(self, path: str) -> str:
        return path if path in self._held else self.place(above(path))


class Life:
    """One need from the day it was heard. `go` does what the action of that name does, with the row in memory."""

    def __init__(self, offices: Offices, today: date, heard: Heard, pk: str, ask: Ask) -> None:
        self.offices, self.today, self.ask = offices, today, ask
        self.opened_on, self.age = heard.on, (today - heard.on).days
        keeper, opened_at = offices.keeper(heard.path), at(heard.on, 9)
        category = kinds[NEED].categories[ask.category]
        self.matter = Matter(
            id=UUID(pk),
            kind=NEED,
            path=heard.path,
            place=heard.path,
            title=title_of(ask.words),
            words=ask.words,
            category=ask.category,
            category_class=category.category_class,
            household_id=UUID(heard.household),
            person_id=UUID(heard.person),
            source="visit" if heard.visit else "direct",
            source_id=UUID(heard.visit) if heard.visit else None,
            owner_id=keeper,
            first_owner_id=keeper,
            owner_path=offices.place(heard.path),
            opened_at=opened_at,
            opened_by_id=heard.visitor,
        )
        self.steps: list[Step] = []
        self.hops: list[Hop] = []
        flow.begin(self.matter, self.matter.rules.first, opened_at)
        self._step("open", heard.visitor, opened_at, Said(), before="")

    def go(self, key: str, day: date, **said: Any) -> bool:
        """Make a move on a day, unless that has not come yet: what today brings is left to whoever looks."""
        if day >= self.today:
            return False
        matter, before, when = self.matter, self.matter.state, at(day, 10 + len(self.steps) % 7)
        if key in ("hand_on", "escalate"):
            return self._sent(when, said.get("text", ESCALATED), by_system=key == "escalate")
        move, words = matter.rules.moves[key], Said(**said)
        state = flow.landing(matter, move)
        by = self._received(when) if key in ENDINGS else matter.owner_id
        take(matter, move, words, when)
        (flow.begin if move.starts_again else flow.enter)(matter, state, when)
        matter.reopened += move.starts_again
        matter.version += 1
        self._step(key, by, when, words, before)
        return True

    def _sent(self, when: datetime, reason: str, *, by_system: bool) -> bool:
        """Send it to the office above; where that is the owner already, nothing is left to do."""
        matter, before = self.matter, self.matter.state
        to_path = above(matter.owner_path)
        if not to_path:
            return False
        matter.sent_to = to_path
        flow.enter(matter, "referred", when)
        self.hops.append(
            Hop(
                matter=matter,
                from_owner_id=matter.owner_id,
                from_path=matter.owner_path,
                to_path=to_path,
                by_system=by_system,
                reason=reason,
                sent_at=when,
                due_at=matter.due_at,
            )
        )
        matter.version += 1
        self._step(
            "escalate" if by_system else "hand_on",
            None if by_system else matter.owner_id,
            when,
            Said(text=reason),
            before,
        )
        return True

    def _received(self, when: datetime) -> int:
        matter, hop = self.matter, self.hops[-1]
        matter.owner_path, matter.sent_to = matter.sent_to, ""
        matter.owner_id = self.offices.keeper(matter.owner_path)
        hop.ending, hop.ended_at, hop.accepted_at, hop.to_owner_id = Hop.Ending.ACCEPTED, when, when, matter.owner_id
        return matter.owner_id

    def _step(self, move: str, by: int | None, when: datetime, said: Said, before: str) -> None:
        self.steps.append(
            Step(
                matter=self.matter,
                number=len(self.steps) + 1,
                at=when,
                by_id=by,
                move=move,
                from_state=before,
                to_state=self.matter.state,
                text=said.text,
                evidence=said.evidence,
            )
        )
