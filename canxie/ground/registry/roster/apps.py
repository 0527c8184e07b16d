from django.apps import AppConfig

from canxie.engine.sheets.lists import lists


class RosterConfig(AppConfig):
    name = "canxie.ground.registry.roster"
    label = "roster"
    verbose_name = "名册导入"

    def ready(self) -> None:
        lists.discover()
