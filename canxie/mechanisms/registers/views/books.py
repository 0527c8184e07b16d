"""Registers on the screen and on paper."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.columns import Column as Head
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.kernel.words import month_day
from canxie.mechanisms.registers.actions import Digest, read
from canxie.mechanisms.registers.exports import NotAllowed, bounds
from canxie.mechanisms.registers.forms import PaperForm, PurposeForm
from canxie.mechanisms.registers.paging import counted, leaf
from canxie.mechanisms.registers.presenters import Extract, drawn, extract, written
from canxie.mechanisms.registers.printing import print_
from canxie.mechanisms.registers.published import Column, registers
from canxie.mechanisms.registers.reading import Form

ON_PAPER = 2_000
"""As many rows as one paper takes: more nobody carries."""


@require_safe
@requires(Power.REGISTERS_READ)
def index(request: DeskRequest) -> HttpResponse:
    """The registers there are."""
    mine = [(key, one) for key, one in registers.items() if request.scope.may(one.also)]
    return page(
        request, "registers/index.html", {"registers": mine, "may_export": request.scope.may(Power.REGISTERS_EXPORT)}
    )


@require_safe
@requires(Power.REGISTERS_READ)
def register(request: DeskRequest, key: str) -> HttpResponse:
    """One register, page by page. That it was read is noted, with how many rows and which."""
    part = extract(request.scope, key, Power.REGISTERS_READ, request.GET.dict(), timezone.localdate())
    found = leaf(part.rows(), part.register.sort, request.GET.dict())
    columns, place = part.columns(), part.division
    reader = part.reader(Form.SCREEN, {getattr(row, part.register.place) for row in found.rows})
    own = part.register.sort[-1]
    read(by=request.scope, register=key, place=place, digest=Digest(getattr(row, own) for row in found.rows))
    cells = drawn(found.rows, columns, reader)
    rows = [(row, written(told, part.today)) for row, told in zip(found.rows, cells, strict=True)]
    context: dict[str, Any] = {"part": part, "place": place, "heads": heads(columns), "rows": rows, "leaf": found}
    context |= {"many": counted(part.rows(), part.register.unit), "may": request.scope.may, "Power": Power}
    return page(request, "registers/register.html", context, fragment="results")


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTERS_PRINT)
def paper(request: DeskRequest, key: str) -> HttpResponse:
    """Ask what for, then show the paper."""
    part = extract(request.scope, key, Power.REGISTERS_PRINT, request.GET.dict(), timezone.localdate())
    form = PaperForm(request.POST or None)
    if not form.is_valid() or too_many(form, part, ON_PAPER):
        return asking(request, part, form)
    columns = part.columns(essential=form.cleaned_data["large"])
    rows = [*part.in_order()]
    digest = Digest(getattr(row, part.register.sort[-1]) for row in rows)
    said = {"purpose": form.cleaned_data["purpose"], "digest": digest, "now": timezone.now()}
    try:
        copy = print_(by=request.scope, register=part.key, place=part.division, **said)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return asking(request, part, form)
    reader = part.reader(Form.PAPER, {getattr(row, part.register.place) for row in rows})
    cells = [[number, *written(told)] for number, told in enumerate(drawn(rows, columns, reader), start=1)]
    made = timezone.localtime(copy.made_at)
    context: dict[str, Any] = {"part": part, "place": part.division, "heads": heads(columns), "rows": cells}
    context |= {"copy": copy, "large": form.cleaned_data["large"], "by": request.user}
    context |= {"made": f"{made.year}年{month_day(made)} {made:%H:%M}"}
    return page(request, "registers/paper.html", context)


def too_many(form: PurposeForm, part: Extract, limit: int) -> bool:
    """Say so in the form, when the extract is more than one copy takes."""
    if part.rows().order_by()[: limit + 1].count() <= limit:
        return False
    form.add_error(None, f"这里超过 {limit:,} {part.register.unit}，一份放不下。请先选小一点的地方。")
    return True


def asking(request: DeskRequest, part: Extract, form: PurposeForm) -> HttpResponse:
    figures = bounds(request.scope, part.place, part.today, power=Power.REGISTERS_PRINT)
    context = {"part": part, "place": part.division, "form": form, "copies": part.copies()}
    context |= {"limit": min(ON_PAPER, figures.most), "figures": figures}
    context |= {"may_export": request.scope.covers(part.place, Power.REGISTERS_EXPORT)}
    return page(request, "registers/purpose.html", context, status=422 if form.is_bound else 200)


def heads(columns: Iterable[Column]) -> list[Head]:
    return [Head(column.label, column.kind) for column in columns]
