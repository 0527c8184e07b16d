"""Who looks at the trail is on it."""

from uuid import UUID

from canxie.engine.audit.models import ChainHead
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power


@action("trail.read")
def read(*, by: Scope, count: int, asked: list[str]) -> None:
    """Note that a page of the trail was read, and what it was narrowed down by; not the words that were typed."""
    place = by.paths(Power.TRAIL_READ)[0]
    note(by, "trail.read", ChainHead(pk=place[:6]), place=place, count=count, asked=sorted(asked))


@action("trail.find")
def find(*, by: Scope, found: UUID | None) -> None:
    """Note that a person was looked for by number: who was found, by handle, or nobody."""
    place = by.paths(Power.TRAIL_READ)[0]
    note(by, "trail.find", ChainHead(pk=place[:6]), place=place, found=str(found or ""))
