"""Jobs and scheduled work for tests, here and in processes of their own: each effect is one line on the trail."""

import time
from datetime import timedelta

from canxie.engine.audit.trail import action, note
from canxie.engine.jobs.declarations import job, scheduled
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.periods import Every
from canxie.engine.jobs.running import Refused, finishing
from canxie.engine.scoping.scope import Scope

SYSTEM = Scope(user_id=0, grants={})


@action("test.effect")
def has_effect(subject, **said):
    note(SYSTEM, "test.effect", Job(), place="379900", subject=subject, **said)


def counted(job, progress):
    """Count to a number with naps, then have one effect."""
    to, nap = job.arguments.get("to", 3), job.arguments.get("nap", 0)
    progress.mark("开始")
    for number in range(to):
        progress(number, to, unit="人", doing="数数")
        time.sleep(nap)
    with finishing(job) as result:
        has_effect(str(job.pk))
        for number in range(job.arguments.get("held", 0)):
            progress(number, 100, unit="人", doing="写入")
            time.sleep(nap)
        result["counted"] = to


count = job("test.count", label="数数", result="desk:job")(counted)
count_carefully = job("test.careful", label="小心数数", again=False)(counted)


@job("test.refuse", label="拒绝")
def refuse(job, progress):
    raise Refused("第 3 行没有姓名。")


@job("test.break", label="坏掉")
def break_(job, progress):
    has_effect("before it broke")
    raise ZeroDivisionError("残疾人李秀兰")


@job("test.report", label="算数")
def report(job, progress):
    return {"rows": 3}


@scheduled("test.daily", label="每天一次", every=Every.DAY, after=timedelta(hours=1), catch_up=True)
def daily(start):
    has_effect(f"{start:%m-%d}")


@scheduled("test.latest", label="只补最后一次", every=Every.DAY)
def latest(start):
    has_effect(f"latest {start:%m-%d}")
