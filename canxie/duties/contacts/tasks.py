"""What is done about contacts by itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from canxie.duties.contacts.actions import reckon
from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.engine.scoping.scope import SYSTEM, Scope


@scheduled("contacts.reckon", label="核对联系人", every=Every.DAY, after=timedelta(minutes=40))
def reckon_by_night(start: datetime) -> None:
    """Who answers for whom, everywhere, forty minutes after midnight."""
    reckon(by=Scope(SYSTEM, {}), at=timezone.now())
