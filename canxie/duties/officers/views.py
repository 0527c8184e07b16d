"""Screens of the seats and the pool."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.duties.associations.models import Association
from canxie.duties.officers import actions, bringing, issuing
from canxie.duties.officers.asking import Unknown, links
from canxie.duties.officers.choices import CLASSES
from canxie.duties.officers.filing import as_finding
from canxie.duties.officers.forms import MOST_ROWS, LinkForm, ParticipantForm, Seats, TemplateForm
from canxie.duties.officers.letters import saying
from canxie.duties.officers.letters.writing import DEFAULT, WORD, Unusable
from canxie.duties.officers.models import LetterTemplate, OfficerImport, OfficeTerm, Participant
from canxie.duties.officers.presenters.pool import linked, pool
from canxie.duties.officers.presenters.seats import Labels, page_of, pending, summary, tree
from canxie.duties.officers.reading import candidates, figures, findings_of, in_order, seat, staying, villages
from canxie.engine.files.content import Content
from canxie.engine.files.serving import answer
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

RECENT = 20


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def seats(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Change the seats. What the clause says about them is said at each change, and never keeps anybody from saving."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE)
    association = get_object_or_404(rows, id=association_id)
    do, form = request.POST.get("do", "save"), seats_form(request, association)
    is_saving = request.method == "POST" and do == "save"
    if not is_saving:
        form.without_complaints()
    elif form.is_valid():
        change = form.change()
        try:
            if change:
                actions.propose(by=request.scope, association=association, change=change)
        except ValidationError as error:
            form.basis.add_error(None, error)
        else:
            messages.success(request, told(len(change.new), len(change.leaving), len(change.dropped)))
            return redirect(page_of(association))
    found = findings_of(association, form.seats(), timezone.localdate())
    findings = [as_finding(one, association) for one in found]
    shows = {
        "association": association,
        "form": form,
        "findings": findings,
        "summary": summary(findings),
        "blocks": any(one.blocks for one in findings),
        "version": version(association),
        "rows": len(form.new),
        "back": page_of(association),
        "failed": is_saving,
    }
    return page(request, "officers/seats.html", shows, fragment="findings", status=422 if is_saving else 200)


def seats_form(request: DeskRequest, association: Association) -> Seats:
    """Fill the form with what was sent, or with what is kept."""
    today, sent = timezone.localdate(), request.POST if request.method == "POST" else None
    said = sent.get("rows", "") if sent else ""
    rows = min(int(said) if said.isdecimal() else 1, MOST_ROWS)
    rows += bool(sent and sent.get("do") == "more" and rows < MOST_ROWS)
    fill = request.GET.get("fill", "")
    label = Labels(request.scope, figures(association.path, today).asked, villages(association, today), fill)
    terms = association.terms.not_over_at(timezone.now()).select_related("participant__person")
    return Seats(
        in_order(terms.select_related("participant__person", "participant__relative_of")),
        label.in_turn(candidates(association, today)),
        sent,
        label=label,
        rows=rows,
        initial={"position": fill, "since": today},
    )


def version(association: Association) -> str:
    """Say whose figures the seats are held against."""
    today = timezone.localdate()
    value = figures(association.path, today).said
    return value.told(Names([value.path])(value.path, today))


def told(new: int, leaving: int, dropped: int) -> str:
    """Say what was kept, and what happens next."""
    said = [(new, "提名 {} 人"), (leaving, "离任 {} 人"), (dropped, "撤回提名 {} 人")]
    parts = [words.format(count) for count, words in said if count]
    return f"已保存：{'，'.join(parts)}。乡镇（街道）备案以后才算数。" if parts else "没有变动，班子照旧。"


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_FILE)
def file(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Put what is proposed for the seats into force, after one more look at it."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_FILE)
    association = get_object_or_404(rows, id=association_id)
    refused: list[str] = []
    if request.method == "POST":
        only = request.POST.get("do") == "endings"
        try:
            done = actions.file(by=request.scope, association=association, at=timezone.now(), endings_only=only)
        except ValidationError as error:
            refused = [*error.messages]
        else:
            messages.success(request, f"已备案 {len(done)} 处变动，权限从任期开始的那一刻算。")
            return redirect(page_of(association))
    return page(
        request, "officers/file.html", filing_shows(association) | {"refused": refused}, status=422 if refused else 200
    )


def filing_shows(association: Association) -> dict[str, Any]:
    today = timezone.localdate()
    terms = in_order(association.terms.not_over_at(timezone.now()).select_related("participant"))
    new, leaving = pending(terms, today)
    found = findings_of(association, [seat(term) for term in staying(association)], today)
    blocking = [as_finding(one, association) for one in found if one.blocks]
    back = page_of(association)
    return {"association": association, "back": back, "new": new, "leaving": leaving, "blocking": blocking}


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def participants(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Everybody who takes part in the villages of an association, from how many of the ten classes."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ)
    association = get_object_or_404(rows, id=association_id)
    shows = pool(request.scope, association, timezone.localdate())
    shows |= {"association": association, "classes": CLASSES, "back": page_of(association)}
    return page(request, "officers/participants.html", shows)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def join(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Take somebody into the pool."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE)
    association = get_object_or_404(rows, id=association_id)
    today = timezone.localdate()
    covered = villages(association, today)
    form = ParticipantForm(request.POST or None, villages=covered, initial={"joined_on": today})
    if form.is_valid():
        values = form.values()
        who = actions.join(by=request.scope, **values)
        messages.success(request, f"{who}已加入参与人员。")
        return redirect("officers:participants", association.pk)
    shows = {"association": association, "form": form, "someone": None, "links": None}
    return page(request, "officers/participant.html", shows, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def participant(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Correct what is known of somebody in the pool, or say that they left."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE)
    association = get_object_or_404(rows, id=association_id)
    covered = villages(association, timezone.localdate())
    people = Participant.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE).filter(path__in=covered)
    who = get_object_or_404(people, id=who_id)
    form = ParticipantForm(request.POST or None, villages=covered, initial=kept(who))
    if form.is_valid():
        try:
            actions.correct(by=request.scope, participant=who, **form.values())
        except ValidationError as error:
            form.add_error("left_on", error)
        else:
            messages.success(request, f"{who}的资料已保存。")
            return redirect("officers:participants", association.pk)
    status = 422 if form.is_bound else 200
    return one(request, association, who, form, LinkForm(initial=linked(who)), status=status)


@require_POST
@requires(Power.ASSOCIATIONS_FILE)
def link(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Say which account somebody has and who they are in the registry: the township alone."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_FILE)
    association = get_object_or_404(rows, id=association_id)
    covered = villages(association, timezone.localdate())
    people = Participant.objects.within(request.scope, Power.ASSOCIATIONS_FILE).filter(path__in=covered)
    who = get_object_or_404(people, id=who_id)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            found = links(request.scope, form.cleaned_data)
            actions.link(by=request.scope, participant=who, at=timezone.now(), **found)
        except Unknown as unknown:
            form.add_error(unknown.field, unknown.sentence)
        except ValidationError as error:
            form.add_error("username", error)
        else:
            messages.success(request, f"{who}的账号和名册关联已保存。")
            return redirect("officers:participants", association.pk)
    first = ParticipantForm(villages=covered, initial=kept(who))
    return one(request, association, who, first, form, status=422)


def one(
    request: DeskRequest,
    association: Association,
    who: Participant,
    form: ParticipantForm,
    links_form: LinkForm,
    *,
    status: int,
) -> HttpResponse:
    may_link = request.scope.covers(who.path, Power.ASSOCIATIONS_FILE)
    shows = {"association": association, "someone": who, "form": form, "links": links_form if may_link else None}
    return page(request, "officers/participant.html", shows, status=status)


def kept(who: Participant) -> dict[str, Any]:
    return {name: getattr(who, name) for name in ParticipantForm.base_fields}


@require_safe
@requires(Power.ASSOCIATIONS_FILE)
def brought(request: DeskRequest) -> HttpResponse:
    """The lists of office-holders that came in from files, and the way to take one back."""
    rows = OfficerImport.objects.within(request.scope, Power.ASSOCIATIONS_FILE)
    return lists_page(request, [*rows.order_by("-written_at", "-pk")[:RECENT]])


@require_POST
@requires(Power.ASSOCIATIONS_FILE)
def undo(request: DeskRequest, import_id: int) -> HttpResponse:
    """Take a whole list back, while nothing has been built on it."""
    rows = OfficerImport.objects.within(request.scope, Power.ASSOCIATIONS_FILE)
    one_list = get_object_or_404(rows, id=import_id)
    try:
        bringing.undo(by=request.scope, brought=one_list, at=timezone.now())
    except ValidationError as error:
        return lists_page(request, [*rows.order_by("-written_at", "-pk")[:RECENT]], refused=[*error.messages])
    messages.success(request, f"整份撤回了：{one_list.rows} 人的提名都没有了。")
    return redirect("officers:brought")


def lists_page(request: DeskRequest, rows: list[OfficerImport], refused: Sequence[str] = ()) -> HttpResponse:
    today = timezone.localdate()
    shows = {"rows": rows, "name": Names(row.path for row in rows), "today": today, "refused": refused}
    return page(request, "officers/brought.html", shows, status=422 if refused else 200)


@require_safe
@requires(Power.ASSOCIATIONS_PREPARE)
def letter(request: DeskRequest, term_id: UUID) -> HttpResponse:
    """A letter of appointment as a page of A4, and the ways to take it along."""
    rows = OfficeTerm.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE).filed()
    term = get_object_or_404(rows.select_related("participant", "association"), id=term_id)
    shows = {"letter": saying.letter(term, timezone.localdate()), "term": term, "back": page_of(term.association)}
    return page(request, "officers/letter.html", shows)


@require_safe
@requires(Power.ASSOCIATIONS_PREPARE)
def letter_file(request: DeskRequest, term_id: UUID, form: str) -> HttpResponse:
    """The same letter in Word, by the county's template, or as PDF; that it was made is on the trail."""
    rows = OfficeTerm.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE).filed()
    term = get_object_or_404(rows.select_related("participant", "association"), id=term_id)
    said = saying.letter(term, timezone.localdate())
    return answer(issuing.issue(by=request.scope, term=term, letter=said, form=form))


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_APPROVE)
def template(request: DeskRequest) -> HttpResponse:
    """The county's own template for letters, replaced by an upload."""
    place = min(request.scope.paths(Power.ASSOCIATIONS_APPROVE))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TemplateForm(*sent)
    if form.is_valid():
        try:
            issuing.replace_template(by=request.scope, path=place, content=form.cleaned_data["file"])
        except Unusable as unusable:
            form.add_error("file", str(unusable))
        else:
            messages.success(request, "聘任书改用你们的模板了，下一份就按它写。")
            return redirect("officers:template")
    rows = LetterTemplate.objects.within(request.scope, Power.ASSOCIATIONS_APPROVE)
    newest = rows.order_by("-brought_at", "-pk").first()
    shows = {"form": form, "newest": newest, "today": timezone.localdate(), "fields": saying.SAMPLE.told()}
    return page(request, "officers/template.html", shows, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.ASSOCIATIONS_APPROVE)
def template_file(request: DeskRequest) -> HttpResponse:
    """Our own template, to begin from."""
    return answer(Content("聘任书模板.docx", WORD, DEFAULT.read_bytes()))


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def chart(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Who leads whom, as a list that reads well by ear."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ)
    association = get_object_or_404(rows, id=association_id)
    today = timezone.localdate()
    covered = villages(association, today)
    terms = [term for term in staying(association) if term.filed_at]
    shows = {
        "association": association,
        "back": page_of(association),
        "tree": tree(request.scope, association, terms, covered, today),
        "villages": covered,
    }
    return page(request, "officers/chart.html", shows)
