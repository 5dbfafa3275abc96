"""Names the app for Django."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class TrackerConfig(AppConfig):
    name = "tracker"

    def import_models(self) -> None:
        """Import the tracker's own models, and those of the package that tells people about them."""
        super().import_models()
        import_module("tracker.notifications.models")

    def ready(self) -> None:
        import_module("tracker.checks")
        connection_created.connect(import_module("tracker.projections.keeping").watch)
        post_migrate.connect(import_module("tracker.projections.rebuild").fill_where_empty, sender=self)
