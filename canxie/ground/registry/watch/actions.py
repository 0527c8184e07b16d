"""Looking at the list, and saying what was asked."""

from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.powers import Power
from canxie.ground.registry.watch.models import OddReading


@action("watch.look")
def look(*, by: Scope, odd: OddReading, words: str) -> None:
    """Say what came of asking. Whoever read oddly themselves does not look at it themselves."""
    by.must_cover(odd.path, Power.TRAIL_OVERSEE)
    if odd.reader_id == by.user_id:
        raise OutOfScope(odd.path, Power.TRAIL_OVERSEE)
    odd.looked_at, odd.looked_by_id, odd.words = timezone.now(), by.user_id, words
    odd.save(update_fields=["looked_at", "looked_by_id", "words"])
    note(by, "watch.look", odd, place=odd.path, words=words, looked_at=odd.looked_at)


@action("watch.list")
def list_(*, by: Scope, count: int) -> None:
    note(by, "watch.list", OddReading(pk=0), place=by.paths(Power.TRAIL_OVERSEE)[0], count=count)
