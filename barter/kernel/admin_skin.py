"""Unfold, with our site in the place of its own. Alone in a module: applications are loaded before any model is."""

from django.contrib import admin
from django.contrib.admin import sites
from unfold.apps import DefaultAppConfig


class SkinConfig(DefaultAppConfig):
    """In INSTALLED_APPS in the place of "unfold"."""

    def ready(self) -> None:
        from barter.kernel.staff.site import StaffSite

        site = StaffSite()
        admin.site = site
        sites.site = site
