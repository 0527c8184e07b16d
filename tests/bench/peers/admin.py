"""Django's admin over the same people: the same columns, and whatever it does by itself."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from canxie.ground.registry.models import Person


class OpenSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return True


class People(admin.ModelAdmin):
    list_display = ["name", "sex", "born_on", "category", "degree", "path", "tier", "last_visit_on", "due_on"]
    list_select_related = ["standing"]
    list_per_page = 50
    ordering = ["standing__due_on", "pk"]
    search_fields = ["name", "initials", "identifier_index", "tail_index", "phones__number_index"]

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
