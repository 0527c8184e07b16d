"""Screens of the seats: changing them, filing the change, and the chart."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.associations.models import Association
from canxie.duties.officers import actions
from canxie.duties.officers.filing import as_finding
from canxie.duties.officers.forms import MOST_ROWS, Seats
from canxie.duties.officers.presenters.seats import Labels, page_of, pending, summary, tree
from canxie.duties.officers.reading import candidates, figures, findings_of, in_order, seat, staying, villages
from canxie.duties.officers.views.pool import note_files
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power


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
    if "HX-Request" not in request.headers:
        note_files(request, association, form.people())
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
