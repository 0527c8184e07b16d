"""People at work: each goes from door to door, and remembers what the house has acknowledged."""

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from threading import Event, Thread
from uuid import uuid4

from django.utils.timezone import localdate

from tests.faults.browser import Answer, Browser
from tests.faults.house import House

PASSWORD = "canxie-faults"  # of an invented county
STAFF = """
from django.contrib.auth.hashers import make_password
from canxie.ground.accounts.models import Post, User
from canxie.ground.registry.models import Household, Person
doors = {}
for household in Household.objects.order_by("path", "id"):
    if people := [one.pk.hex for one in Person.objects.living().filter(household=household)]:
        doors.setdefault(household.path, []).append([str(household.pk), people])
posts = Post.objects.filter(role="commissioner", until_at=None, path__in=doors).order_by("path")[:told["people"]]
User.objects.filter(posts__in=posts).update(password=make_password(told["password"]))
print(json.dumps([[post.user.username, doors[post.path]] for post in posts.select_related("user")]))
"""


def staff_of(house: House, people: int) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Give some commissioners a password; return their user names and doors: households with their people."""
    return house.asks(STAFF, people=people, password=PASSWORD)  # type: ignore[return-value]  # as STAFF prints it


class Unready(Exception):  # the house is, for now
    """A page came that is not the one that was asked for."""


class Visitor(Thread):
    """A commissioner who records visits until told to stop, and sends again what was not answered.

    `acknowledged` has the ids of visits that the house has said to be saved, and whether a
    need came with them; `took` how long each answer took, in seconds. Every third visit brings
    a need, every fifth is sent again after its answer, as by a double press.
    """

    def __init__(self, house: House, username: str, doors: list[tuple[str, list[str]]], stop: Event) -> None:
        super().__init__(daemon=True)
        self.house, self.username, self.doors, self.stop = house, username, doors, stop
        self.chance = random.Random(username)  # noqa: S311  # any will do
        self.acknowledged: dict[str, bool] = {}
        self.refused: list[str] = []
        self.took: list[float] = []
        self.browser: Browser | None = None

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            household, people = self.chance.choice(self.doors)
            fields = {"visit_id": str(uuid4()), "visited_on": localdate().isoformat(), "manner": "at_home"}
            fields |= {f"how_{person}": "self" for person in people}
            if number % 3 == 0:
                fields |= {"need-1-matter_id": str(uuid4()), "need-1-words": "门口给安个把手。"}
                fields |= {"need-1-category": "retrofit", "need-1-owner": ""}
            path = f"/visits/households/{household}/record/"
            if self.keeps_sending(path, fields) and number % 5 == 0:
                self.keeps_sending(path, fields)

    def keeps_sending(self, path: str, fields: dict[str, str]) -> bool:
        """Send until it is answered: what a phone does when the line breaks."""
        while not self.stop.is_set():
            with suppress(OSError, HTTPException, Unready):
                answer = self.sends(path, fields)
                if answer.status == 302 and "/sign-in/" not in answer.location:
                    self.acknowledged[fields["visit_id"]] = "need-1-words" in fields
                    return True
                if answer.status == 302:
                    self.browser = None
                elif answer.status < 500:
                    self.refused.append(f"{answer.status} {path}")
                    return False
            self.stop.wait(0.1)
        return False

    def sends(self, path: str, fields: dict[str, str]) -> Answer:
        """Open the form, choose an owner for the need if there is one, and send it."""
        browser = self.signed_in()
        page = browser.opens(path)
        if fields.get("need-1-owner") == "":
            fields["need-1-owner"] = first_offered(page.text, "need-1-owner")
        began = time.monotonic()
        answer = browser.posts(path, **fields)
        self.took.append(time.monotonic() - began)
        return answer

    def signed_in(self) -> Browser:
        if self.browser is None:
            browser = Browser(self.house.address)
            if browser.signs_in(self.username, PASSWORD).status != 302:
                raise Unready
            self.browser = browser
        return self.browser


class Shift:
    """Some visitors at work, since a moment by the server's clock."""

    def __init__(self, house: House, people: int) -> None:
        self.since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 1))
        self.stop = Event()
        self.visitors = [Visitor(house, name, doors, self.stop) for name, doors in staff_of(house, people)]
        assert len(self.visitors) == people

    def acknowledged(self) -> dict[str, bool]:
        return {pk: has_need for visitor in self.visitors for pk, has_need in visitor.acknowledged.items()}

    def refused(self) -> list[str]:
        return [told for visitor in self.visitors for told in visitor.refused]


@contextmanager
def at_work(house: House, people: int) -> Iterator[Shift]:
    """Let people work while the block runs; afterwards each has given up or been answered."""
    shift = Shift(house, people)
    for visitor in shift.visitors:
        visitor.start()
    try:
        yield shift
    finally:
        shift.stop.set()
        for visitor in shift.visitors:
            visitor.join(timeout=90)


def first_offered(page: str, name: str) -> str:
    """Return the first choice of a field that is not empty."""
    found = re.findall(rf'name="{name}".*?</select>|<input[^>]*name="{name}"[^>]*>', page, flags=re.DOTALL)
    values = [value for part in found for value in re.findall(r'value="([^"]+)"', part)]
    if not values:
        raise Unready
    return str(values[0])
