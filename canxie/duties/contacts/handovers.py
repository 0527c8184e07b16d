"""A post that begins or ends changes whose contact somebody is; and what a contact hands on."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from canxie.duties.contacts.choices import NAMED
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.spreading import at_village, spread
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.followers import follows
from canxie.ground.accounts.handovers import owns
from canxie.ground.accounts.models import Post


@follows
def follow(by: Scope, post: Post) -> None:
    """Everybody for whom the village answers, and everybody for whom the holder was chosen."""
    if post.role in NAMED:
        now = timezone.now()
        chosen = ContactChoice.objects.filter(contact=post.user_id, until=None).values("person")
        spread(at_village(post.path) | Q(pk__in=chosen), on=timezone.localdate(now), at=now)


@owns("联系的残疾人")
def people(user_id: int) -> QuerySet[ContactAssignment]:
    return ContactAssignment.objects.filter(contact=user_id, until=None).order_by("path", "id")
