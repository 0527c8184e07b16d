"""The words of this room."""

from django.db import models


class Form(models.TextChoices):
    """How an association is set up (2.2.2, 2.2.3, 2.2.5)."""

    OWN = "own", "本村单独设"
    JOINT = "joint", "和邻村联合设"
    GROUPED = "grouped", "本村设，下面分小组"


class AssociationState(models.TextChoices):
    """Where an association stands (appendix E); a village in a gap has none."""

    PREPARING = "preparing", "筹备中"
    FILED = "filed", "已报县里，等备案"
    ACTIVE = "active", "在册运行"
    ADJUSTING = "adjusting", "正在调整"
    SUSPENDED = "suspended", "暂停"
    MERGED = "merged", "已并入别的残协"
    DISSOLVED = "dissolved", "已撤销"


RUNNING = (AssociationState.ACTIVE, AssociationState.ADJUSTING)
"""In these its villages are covered."""

PROPOSING = (AssociationState.PREPARING, AssociationState.FILED, AssociationState.ADJUSTING)
"""In these villages are proposed; what is proposed comes into force when the county takes it."""

OVER = (AssociationState.MERGED, AssociationState.DISSOLVED)
