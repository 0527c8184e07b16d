"""A page that was open while its session ended: what was typed waits at the sign-in page and comes back filled in."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.utils.cache import add_never_cache_headers
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from canxie.desk.account.ways import sign_in_page
from canxie.engine.scoping.http import DeskRequest
from canxie.engine.ui.filling import filled
from canxie.engine.ui.pages import page
from canxie.engine.ui.troubles import MARK, Kept, kept
from canxie.ground.accounts.unsent import UNSENT, Unsent, held, mark, opened, owner_of

Respond = Callable[[HttpRequest], HttpResponseBase]


def forms_that_say_for_whom(request: HttpRequest) -> dict[str, Any]:
    """Let each form of a page say, sealed, for whom it was drawn: beside the token that it has to carry anyway."""
    if not request.user.is_authenticated:
        return {}
    user_id, marks = request.user.pk, list[str]()

    def both() -> SafeString:
        if not marks:
            marks.append(mark(user_id))
        return csrf_input(request) + format_html('<input type="hidden" name="{}" value="{}">', MARK, marks[0])

    return {"csrf_input": lazy(both, SafeString, str)()}


def held_until_signed_in(get_response: Respond) -> Respond:
    """Answer a form that comes without a session with the sign-in page, which holds what was typed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        sealed = held(request)
        return sign_in_again(request, sealed) if sealed else None

    middleware.process_view = process_view  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def sign_in_again(request: HttpRequest, sealed: str) -> HttpResponse:
    response = sign_in_page(cast("DeskRequest", request), unsent=sealed, status=403)
    add_never_cache_headers(response)
    return response


def shown_again(get_response: Respond) -> Respond:
    """Show a page that was sent without a session once more, filled in, to the one who had filled it in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        unsent: Unsent | None = getattr(request, UNSENT, None)
        return response if unsent is None else again(cast("DeskRequest", request), response, unsent)

    def process_view(request: HttpRequest, *_: Any) -> None:
        sealed = request.session.get(UNSENT, "") if request.method == "GET" and request.user.is_authenticated else ""
        unsent = opened(sealed, cast("int", request.user.pk)) if sealed else None
        if unsent is None or unsent.page == request.get_full_path():
            request.session.pop(UNSENT, None) if sealed else None
        if unsent and unsent.page == request.get_full_path():
            setattr(request, UNSENT, unsent)
            messages.warning(request, what_is_missing(unsent))

    middleware.process_view = process_view  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def what_is_missing(unsent: Unsent) -> str:
    file = "附的文件没有留下，要重新选。" if unsent.has_files else ""
    return f"刚才的还没有存。填的都在这一页，看一遍，再按一次。{file}"


def again(request: DeskRequest, response: HttpResponseBase, unsent: Unsent) -> HttpResponseBase:
    """The page with its form filled in; where it is gone or has no such form, one with all that was typed."""
    if isinstance(response, HttpResponse) and response.status_code == 200 and not request.htmx:
        text = filled(response.text, unsent.page, unsent.action, unsent.fields)
        if text is not None:
            response.content = text.encode()
            return response
    form = Kept(unsent.action, unsent.fields, unsent.has_files, get_token(request))
    words = [value for _, value in unsent.fields if not value.isascii()]
    return page(request, "desk/unsent.html", {"kept": form, "words": words})


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: mostly one that was open for long. What was typed can be sent again.

    Not when somebody else is signed in by now: it would be stored under that name.
    """
    if not request.user.is_authenticated and (sealed := held(request)):
        return sign_in_again(request, sealed)
    owner = owner_of(request)
    is_anothers = owner is not None and owner != request.user.pk
    context = {"kept": None if is_anothers else kept(request), "is_anothers": is_anothers}
    return render(request, "403_csrf.html", context, status=403)
