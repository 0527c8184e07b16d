"""Divisions as django-treebeard keeps a tree."""

from django.db import models
from treebeard.mp_tree import MP_Node


class Place(MP_Node):
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)

    node_order_by = ["code"]

    def __str__(self) -> str:
        return self.name
