from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "canxie.ground.registry.roster"
    label = "roster"
    verbose_name = "名册导入"
