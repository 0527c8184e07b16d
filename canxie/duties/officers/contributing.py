"""What participants are asked to do, what came of it, and thanking them (2.3.1: tasks, yearly thanks)."""

from datetime import date

from django.core.exceptions import ValidationError

from canxie.duties.officers.actions import held_participant
from canxie.duties.officers.choices import Doing
from canxie.duties.officers.models import Contribution, Participant
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.kernel.words import month_day


@action("officers.give_task")
def give_task(*, by: Scope, participant: Participant, text: str, on: date, where: str = "") -> Contribution:
    """Ask somebody of the pool to do something on a day. Raises ValidationError, by field."""
    who = held(by, participant)
    if who.left_on:
        raise ValidationError({"text": f"{who}已经退出，不能再派任务。先请本人重新参加。"})
    within_days(who, on=on)
    made = Contribution(participant=who, kind=Doing.TASK.value, text=text, on=on, where=where, by_id=by.user_id)
    made.save(force_insert=True)
    note(by, "officers.give_task", made, place=who.path, participant=who.pk, on=on)
    return made


@action("officers.finish_task")
def finish_task(
    *, by: Scope, task: Contribution, done_on: date, hours: int, today: date, done: str = ""
) -> Contribution:
    """Record what was done and in how many hours. Raises ValidationError, by field."""
    who = held(by, task.participant)
    kept = Contribution.objects.select_for_update().get(pk=task.pk, kind=Doing.TASK)
    if kept.struck_out:
        raise ValidationError({"done_on": "这件任务已经作废，不用再记。"})
    if kept.done_on:
        raise ValidationError({"done_on": "这件任务已经记过做完了。记错了的，先作废再重新派。"})
    within_days(who, done_on=done_on)
    not_to_come(today, done_on=done_on)
    kept.done_on, kept.hours, kept.done, kept.done_by_id = done_on, hours, done, by.user_id
    kept.save(update_fields=["done_on", "hours", "done", "done_by"])
    note(by, "officers.finish_task", kept, place=who.path, participant=who.pk, done_on=done_on, hours=hours)
    return kept


@action("officers.thank")
def thank(*, by: Scope, participant: Participant, text: str, on: date, today: date) -> Contribution:
    """Record a word of thanks; whoever has left may be thanked too. Raises ValidationError, by field."""
    who = held(by, participant)
    within_days(who, on=on)
    not_to_come(today, on=on)
    made = Contribution(participant=who, kind=Doing.THANKS.value, text=text, on=on, by_id=by.user_id)
    made.save(force_insert=True)
    note(by, "officers.thank", made, place=who.path, participant=who.pk, on=on)
    return made


@action("officers.strike_out")
def strike_out(*, by: Scope, contribution: Contribution, why: str) -> Contribution:
    """Strike a wrong line out: it is read, and counted nowhere. Raises ValidationError, by field."""
    who = held(by, contribution.participant)
    kept = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if kept.struck_out:
        raise ValidationError({"why": "这一条已经作废了。"})
    kept.struck_out, kept.struck_because, kept.struck_by_id = True, why, by.user_id
    kept.save(update_fields=["struck_out", "struck_because", "struck_by"])
    note(by, "officers.strike_out", kept, place=who.path, participant=who.pk)
    return kept


def held(by: Scope, participant: Participant) -> Participant:
    """Hold the participant, so that of two who write about one the second waits."""
    who = held_participant(participant)
    by.must_cover(who.path, Power.ASSOCIATIONS_PREPARE)
    return who


def within_days(who: Participant, **days: date) -> None:
    for field, day in days.items():
        if day < who.joined_on:
            raise ValidationError(
                {field: f"{who}那时还没有参加（{who.joined_on.year}年{month_day(who.joined_on)}参加）。"}
            )


def not_to_come(today: date, **days: date) -> None:
    for field, day in days.items():
        if day > today:
            raise ValidationError({field: "日期不能晚于今天。"})
