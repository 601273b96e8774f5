"""`manage.py build_assets`: bundle the style sheets. Runs before collectstatic and before the development server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from barter import assets


class Command(BaseCommand):
    """Bundle and minify; `--check` also fails when a budget of the design system is exceeded."""

    help = "Bundle static/css into static/dist/barter.css"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when CSS or JavaScript is over its budget")

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = assets.build(Path(settings.BASE_DIR) / "static")
        self.stdout.write(f"CSS {sizes.css / 1024:.1f} KB, JavaScript {sizes.js / 1024:.1f} KB after gzip")
        if options["check"] and not sizes.within_budget():
            raise CommandError(
                f"Over budget: CSS {sizes.css} of {assets.CSS_BUDGET_BYTES}, JS {sizes.js} of {assets.JS_BUDGET_BYTES} bytes."
            )
