"""Papers of an association, kept sealed."""

from datetime import date

from canxie.duties.associations.models import Association, Paper
from canxie.engine.audit.trail import action, note
from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power

PAPER = "associations.paper"


@action("associations.keep_paper")
def keep_paper(*, by: Scope, association: Association, title: str, dated: date, content: Content) -> Paper:
    """Keep a photographed or scanned paper of an association."""
    by.must_cover(association.path, Power.ASSOCIATIONS_PREPARE)
    kept = Association.objects.select_for_update().get(pk=association.pk)
    file = keep(by=by, kind=PAPER, content=content, place=kept.path)
    made = Paper(association=kept, path=kept.path, place=kept.path, title=title, dated=dated, file=file.pk)
    made.by_id = by.user_id
    made.save(force_insert=True)
    note(by, "associations.keep_paper", made, place=kept.path, title=title, dated=dated)
    return made
