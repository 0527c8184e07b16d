"""What is worth nothing any more is not kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from canxie.ground.accounts.models import Session, Tally
from canxie.ground.accounts.tasks import tidy


@pytest.mark.django_db
def test_old_tallies_and_dead_sessions_go():
    now = timezone.now()
    for hours in (1, 23, 25):
        Tally.objects.create(key=f"{hours}", since_at=now - timedelta(hours=hours))
    for days in (-1, 1):
        Session.objects.create(session_key=f"{days}", expire_date=now + timedelta(days=days))

    tidy(now)

    assert set(Tally.objects.values_list("key", flat=True)) == {"1", "23"}
    assert Session.objects.get().session_key == "1"
