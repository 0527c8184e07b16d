"""What is done about vacancies by itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from canxie.duties.townships.actions import reckon
from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.engine.scoping.scope import SYSTEM, Scope


@scheduled("townships.vacancies", label="上报委员空缺", every=Every.DAY, after=timedelta(minutes=30))
def reckon_by_night(start: datetime) -> None:
    """Let vacancies climb to the township's and the county's workbench, half an hour after midnight."""
    reckon(by=Scope(SYSTEM, {}), at=timezone.now())
