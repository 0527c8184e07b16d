from django.apps import AppConfig


class PeersConfig(AppConfig):
    """What a team would take instead, beside the product and in the same database."""

    name = "tests.bench.peers"
    label = "peers"
