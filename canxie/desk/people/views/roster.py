from django.http import HttpResponse
from django.views.decorators.http import require_safe

from canxie.engine.scoping.http import DeskRequest, requires
from canxie.ground.powers import Power


@require_safe
@requires(Power.REGISTRY_READ)
def people(request: DeskRequest) -> HttpResponse:
    return HttpResponse("")
