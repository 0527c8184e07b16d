from django.apps import AppConfig

from canxie.mechanisms.criteria.published import facts


class CriteriaConfig(AppConfig):
    name = "canxie.mechanisms.criteria"
    label = "criteria"
    verbose_name = "条件"

    def ready(self) -> None:
        facts.discover()
