"""Giving out a letter, and replacing the county's template for it."""

from canxie.duties.officers.letters.saying import Letter
from canxie.duties.officers.letters.writing import pdf, usable, word
from canxie.duties.officers.models import LetterTemplate, OfficeTerm
from canxie.engine.audit.trail import action, note
from canxie.engine.files.actions import keep
from canxie.engine.files.actions import read as kept
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Level
from canxie.ground.powers import Power

TEMPLATE = "officers.letter_template"


@action("officers.letter")
def issue(*, by: Scope, term: OfficeTerm, letter: Letter, form: str) -> Content:
    """Make a letter as a file, "word" or "pdf", and note that it was made."""
    by.must_cover(term.path, Power.ASSOCIATIONS_PREPARE)
    made = pdf(letter) if form == "pdf" else word(letter, template_of(term.path))
    note(by, "officers.letter", term, place=term.path, form=form)
    return made


def template_of(path: str) -> bytes | None:
    """Give the newest template of the county; None while it uses ours."""
    rows = LetterTemplate.objects.filter(path=path[: Level.COUNTY]).select_related("file")
    newest = rows.order_by("-brought_at", "-pk").first()
    return kept(newest.file).data if newest else None


@action("officers.template")
def replace_template(*, by: Scope, path: str, content: Content) -> LetterTemplate:
    """Take a county's own template. Raises Unusable when no letter could be written with it."""
    by.must_cover(path, Power.ASSOCIATIONS_APPROVE)
    usable(content.data)
    file = keep(by=by, kind=TEMPLATE, content=content, place=path)
    row = LetterTemplate.objects.create(path=path, file=file, by_id=by.user_id)
    note(by, "officers.template", row, place=path, bytes=file.size)
    return row
