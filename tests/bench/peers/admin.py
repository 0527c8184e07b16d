"""Django's admin over the same people: the same columns, and whatever it does by itself."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from canxie.engine.scoping.scope import subtree
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.registry.models import Person


class OpenSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return True


class Townships(admin.SimpleListFilter):
    title = "乡镇"
    parameter_name = "town"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Division.objects.filter(level=Level.TOWNSHIP).order_by("code").values_list("code", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        if not self.value():
            return queryset
        first, beyond = subtree(str(self.value()))
        return queryset.filter(path__gte=first, path__lt=beyond)


class People(admin.ModelAdmin):
    list_display = [
        "name",
        "sex",
        "born_on",
        "category",
        "degree",
        "village",
        "tier",
        "last_visit_on",
        "due_on",
        "contact",
    ]
    list_filter = [Townships, "category", "degree", "state", "standing__tier", "certified_until", "standing__due_on"]
    list_select_related = ["standing"]
    list_per_page = 50
    ordering = ["standing__due_on", "pk"]
    search_fields = ["name", "initials", "identifier_index", "tail_index", "phones__number_index"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        villages = Division.objects.filter(code=OuterRef("path")).order_by("-valid_from").values("name")[:1]
        posts = Post.objects.held_at(timezone.now()).filter(role=Role.COMMISSIONER, path=OuterRef("path"))
        named = posts.order_by("since_at").values("user__name")[:1]
        return super().get_queryset(request).annotate(village_name=Subquery(villages), contact_name=Subquery(named))

    def village(self, person: Any) -> str:
        return str(person.village_name)

    def contact(self, person: Any) -> str:
        return person.contact_name or "空缺"

    @admin.display(ordering="standing__tier")
    def tier(self, person: Person) -> str:
        return person.standing.tier

    def last_visit_on(self, person: Person) -> Any:
        return person.standing.last_visit_on

    def due_on(self, person: Person) -> Any:
        return person.standing.due_on

    def lookup_allowed(self, *args: Any) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_delete_permission = has_change_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


site = OpenSite()
site.register(Person, People)
