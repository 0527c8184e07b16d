"""What someone in office leaves behind: matters that are not done."""

from django.db.models import QuerySet

from canxie.ground.accounts.handovers import owns
from canxie.mechanisms.matters.models import Matter


@owns("没办完的事项")
def matters(user_id: int) -> QuerySet[Matter]:
    return Matter.objects.owned_by(user_id).under_way().order_by("path", "due_at", "id")
