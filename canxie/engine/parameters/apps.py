from django.apps import AppConfig

from canxie.engine.parameters.declarations import declared


class ParametersConfig(AppConfig):
    name = "canxie.engine.parameters"
    label = "parameters"
    verbose_name = "参数"

    def ready(self) -> None:
        declared.discover()
