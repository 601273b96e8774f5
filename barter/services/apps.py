"""The embedded services as an application of the local settings, for their management command."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Adds `manage.py up`."""

    name = "barter.services"
