"""Whose a person is first, and who else looks after them."""

from django.db.models import TextChoices

from canxie.ground.accounts.roles import Role


class Kind(TextChoices):
    """A second one is for who lives elsewhere than where they are registered (人户分离)."""

    LEAD = "lead", "主联系"
    SECONDARY = "secondary", "第二联系"


NAMED = (Role.COMMISSIONER, Role.CHAIR, Role.GROUP_LEADER)
"""Who can be named as somebody's contact: whoever holds such a post in the same township."""

REGISTERED, RESIDENCE = "registered", "residence"
