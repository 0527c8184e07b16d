"""Letters of appointment, and the template that they are written by."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.officers import issuing
from canxie.duties.officers.forms import TemplateForm
from canxie.duties.officers.letters import saying
from canxie.duties.officers.letters.writing import DEFAULT, WORD, Unusable
from canxie.duties.officers.models import LetterTemplate, OfficeTerm
from canxie.duties.officers.presenters.seats import page_of
from canxie.engine.files.content import Content
from canxie.engine.files.serving import answer
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power


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
