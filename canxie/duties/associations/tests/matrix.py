"""Who gets what in this room."""

from datetime import date
from io import BytesIO
from uuid import UUID

from PIL import Image

from canxie.duties.associations.models import Meeting
from canxie.duties.associations.tests.factories import AssociationFactory, AssociationMatterFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from tests.matrix import BESIDE, HERE, Row

ASSOCIATION = UUID("00000000-0000-4000-8000-0000000009a1")  # in preparation HERE
MEETING = UUID("00000000-0000-4000-8000-0000000009a2")  # of that association, not yet held
RESOLUTION = UUID("00000000-0000-4000-8000-0000000009a3")
NEW = UUID("00000000-0000-4000-8000-0000000009a4")
THIRD = "379900001003"


class Photo(BytesIO):
    """A small picture that is read whole each time somebody sends it."""

    name = "备案表.png"

    def read(self, *args):
        self.seek(0)
        return super().read()


def photo():
    made = Photo()
    Image.new("RGB", (4, 4), "white").save(made, "PNG")
    return made


ARGS = {
    "associations:village": [HERE],
    "associations:plan": [HERE],
    "associations:neighbour": [HERE],
    "associations:prepare": [THIRD],
    "associations:association": [ASSOCIATION],
    "associations:villages": [ASSOCIATION],
    "associations:wider": [ASSOCIATION],
    "associations:paper": [ASSOCIATION],
    "associations:meetings": [ASSOCIATION],
    "associations:meeting_new": [ASSOCIATION],
    "associations:move": [ASSOCIATION, "drop"],
    "associations:meeting": [MEETING],
    "associations:meeting_record": [MEETING],
    "associations:resolution": [RESOLUTION],
    "associations:resolution_move": [RESOLUTION, "done"],
}
FORMS = {
    "associations:plan": {"data": {"gap-reason": "主席人选没定", "gap-form": "", "gap-beside": "", "gap-due_on": ""}},
    "associations:neighbour": {"data": {"near-other": BESIDE, "near-km": "1.5"}},
    "associations:prepare": {"data": {"draft_id": NEW, "name": "三村残协", "form": "own"}},
    "associations:villages": {"data": {"draft_id": ASSOCIATION, "name": "一村残协", "form": "own"}},
    "associations:wider": {"data": {"basis": "示例残函〔2026〕8号"}},
    "associations:paper": {"data": {"title": "备案表", "dated": "2026-01-02", "photo": photo()}},
    "associations:meeting_new": {
        "data": {"meeting_id": NEW, "title": "例会", "on": "2026-01-02", "agenda": "其他事项"}
    },
    "associations:move": {"data": {"version": 1, "text": "村里又不想办了。"}},
    "associations:meeting_record": {
        "data": {"version": 1, "on": "2026-01-02", "others": "刘长河", "minutes": "定了扶手的事。"}
        | {f"resolution-{n}-{name}": said for n in range(1, 5) for name, said in (("category", "association"),)}
    },
    "associations:resolution_move": {"data": {"version": 1, "evidence": "扶手装好了。"}},
}


def prepare():
    for code in (HERE, BESIDE, THIRD):
        VillageFactory(code=code)
    made = AssociationFactory(id=ASSOCIATION, path=HERE, state="preparing", matter__id=ASSOCIATION)
    Meeting.objects.create(
        id=MEETING, association=made, path=HERE, place=HERE, title="例会", planned_on=date(2026, 1, 2)
    )
    AssociationMatterFactory(
        id=RESOLUTION,
        path=HERE,
        kind="resolution",
        state="doing",
        category="association",
        source="meeting",
        source_id=MEETING,
    )


# fmt: off
MATRIX = {
    #                                        stranger idle own beside chair clerk both county city system security audit
    ("associations:associations", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403),
    ("associations:associations", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:coverage", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403),
    ("associations:coverage", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:village", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("associations:village", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:plan", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:plan", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("associations:neighbour", "GET"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:neighbour", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("associations:prepare", "GET"): Row(302, 403, 403, 403, 404, 200, 200, 403, 403, 403, 403, 403),
    ("associations:prepare", "POST"): Row(302, 403, 403, 403, 404, 302, 302, 403, 403, 403, 403, 403),
    ("associations:association", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("associations:association", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:villages", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("associations:villages", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("associations:wider", "GET"): Row(302, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403),
    ("associations:wider", "POST"): Row(302, 403, 403, 403, 403, 403, 403, 302, 403, 403, 403, 403),
    ("associations:paper", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("associations:paper", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("associations:meetings", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("associations:meetings", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:meeting_new", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("associations:meeting_new", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("associations:move", "GET"): Row(302, 403, 403, 404, 403, 200, 200, 403, 403, 403, 403, 403),
    ("associations:move", "POST"): Row(302, 403, 403, 404, 403, 302, 302, 403, 403, 403, 403, 403),
    ("associations:meeting", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("associations:meeting", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:meeting_record", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("associations:meeting_record", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("associations:resolution", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("associations:resolution", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("associations:resolution_move", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 403, 403, 403, 403, 403),
    ("associations:resolution_move", "POST"): Row(302, 403, 302, 404, 302, 302, 302, 403, 403, 403, 403, 403),
}
# fmt: on
