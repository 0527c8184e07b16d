"""What a task says beside its words: on what basis, and whether it stands on the approved list."""

from django.db import models

from canxie.mechanisms.matters.models import Matter


class Task(models.Model):
    """The papers of one matter of the kind `guidance`. Those given to many villages at once share their `batch`.

    `list_item` is the item of the approved list (3.1.3), as text until there is such a list; empty is outside of it.
    """

    reached_through = "matter"

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="task", verbose_name="事项")
    basis = models.CharField("依据", max_length=200)
    list_item = models.CharField("清单事项", max_length=100, blank=True)
    batch = models.UUIDField("同一次交办", db_index=True)

    class Meta:
        verbose_name = "交办任务"
        verbose_name_plural = "交办任务"

    def __str__(self) -> str:
        return self.basis
