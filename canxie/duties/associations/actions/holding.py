"""The write lock of villages: whoever decides which association covers a village holds the village's row."""

from collections.abc import Iterable

from canxie.duties.associations.choices import OVER
from canxie.duties.associations.models import Association, ProposedVillage
from canxie.duties.associations.reading import last_villages
from canxie.ground.divisions.models import Division, Level
from canxie.mechanisms.matters.refusals import Refused

COUNTY, TOWNSHIP = 6, 9


def hold(codes: Iterable[str]) -> dict[str, Division]:
    """Hold villages until the transaction ends, always in the same order, and return them by code.

    Raises:
        Refused: when one of them is no village any more, or never was one.
    """
    wanted = {*codes}
    held = hold_what_is_there(wanted)
    for code in sorted(wanted - set(held)):
        raise Refused(gone(code))
    return held


def hold_what_is_there(codes: Iterable[str]) -> dict[str, Division]:
    rows = Division.objects.select_for_update().filter(code__in={*codes}, level=Level.VILLAGE, valid_to=None)
    return {row.code: row for row in rows.order_by("code")}


def gone(code: str) -> str:
    last = Division.objects.filter(code=code).order_by("-valid_from").first()
    if last is None:
        return f"没有代码为 {code} 的村（社区）。"
    on = last.valid_to
    when = f"{on.year}年{on.month}月{on.day}日起" if on else ""
    return f"{last.name}{when}已经撤掉或者换了代码，不能再设残协，请先看区划变更。"


def hold_all(association: Association) -> tuple[Association, dict[str, Division]]:
    """Hold an association with its villages: those in force, those proposed, those it comes back to.

    Villages come first, as a change of villages takes them first too. One that is gone is left
    out: an association can end there, and nothing can begin.
    """
    codes = paths_of(association)
    held = hold_what_is_there(codes)
    kept = Association.objects.select_for_update().get(pk=association.pk)
    if paths_of(kept) != codes:
        raise Refused("刚才有人改了这个残协管的村，请重新打开再办。")
    return kept, held


def paths_of(association: Association) -> set[str]:
    last = [row.path for row in last_villages(association)]
    return {association.path, *last, *association.proposed.values_list("path", flat=True)}


def other_plans(association: Association | None, path: str) -> ProposedVillage | None:
    """Find another association that is on its way in this village."""
    rows = ProposedVillage.objects.filter(path=path, association__state__in=["preparing", "filed"])
    rows = rows.exclude(association__state__in=OVER)
    if association:
        rows = rows.exclude(association=association)
    return rows.select_related("association").order_by("id").first()
