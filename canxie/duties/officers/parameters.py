"""How many seats an association has and who may sit in them (二（三）; what gives no figure is local)."""

from canxie.duties.officers.choices import CLASSES, PERSON, RELATIVE, SOURCES, SUPPORTERS
from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Several, Whole, Wholes

GROUP = "残协班子"
CLAUSE = "《实施意见》二（三）"

declare(
    {
        "assoc.chair": Parameter(GROUP, "设几名主席", Whole("名", at_least=1, at_most=3), 1, CLAUSE),
        "assoc.vice_chair.least": Parameter(GROUP, "副主席至少几名", Whole("名", at_least=0, at_most=9), 2, CLAUSE),
        "assoc.vice_chair.most": Parameter(GROUP, "副主席最多几名", Whole("名", at_least=0, at_most=9), 3, CLAUSE),
        "assoc.member.least": Parameter(GROUP, "委员至少几名", Whole("名", at_least=1, at_most=20), 3, CLAUSE),
        "assoc.member.most": Parameter(GROUP, "委员最多几名", Whole("名", at_least=1, at_most=20), 5, CLAUSE),
        "assoc.commissioner_min": Parameter(
            GROUP,
            "专职委员至少几名",
            Whole("名", at_least=1, at_most=9),
            1,
            CLAUSE,
            help="专职委员也是委员，算在委员里。",
        ),
        "assoc.vice_chair.classes": Parameter(
            GROUP,
            "哪些人可以当副主席",
            Several(SOURCES),
            (PERSON, RELATIVE, *SUPPORTERS),
            CLAUSE,
            help="残疾人及亲友、扶残助残人士。哪几类算扶残助残人士，由县里定。",
        ),
        "assoc.voice_from": Parameter(
            GROUP,
            "一类残疾人满几位就提醒要有代表",
            Whole("位", at_least=1, at_most=500),
            5,
            help="只是提醒，不影响备案。",
        ),
        "participant.classes_least": Parameter(
            GROUP,
            "参与人员至少来自几类人",
            Whole("类", at_least=1, at_most=CLASSES),
            4,
            help="《实施意见》列了十类人，没有说要几类。只是提醒，不影响备案。",
        ),
        "seats.escalate_days": Parameter(
            GROUP,
            "班子空缺多少天上报",
            Wholes("天"),
            (7, 15, 30),
            help="依次是：乡镇（街道）标红、县里看到、县里标红。",
        ),
    }
)
