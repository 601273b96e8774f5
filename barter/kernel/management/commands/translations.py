"""`manage.py translations`: bring locale/*/LC_MESSAGES/django.po up to date with the sentences of code and templates."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from barter import catalogs


class Command(BaseCommand):
    """Write what changed; `--check` writes nothing and fails when a language that is offered is not whole."""

    help = "Read the sentences out of code and templates into the files of translations"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when an offered language is not whole")

    def handle(self, *args: Any, **options: Any) -> None:
        project = Path(settings.BASE_DIR)
        said = list(catalogs.sentences(project))
        offered = {code for code, _ in settings.LANGUAGES}
        missing = []
        for language in catalogs.LANGUAGES:
            po = project / "locale" / language / "LC_MESSAGES" / "django.po"
            known = catalogs.read(po) if po.exists() else Catalog(locale=language)
            fresh = catalogs.brought_up_to_date(known, said)
            found = list(catalogs.problems(fresh))
            self.stdout.write(f"{language}: {len(fresh)} sentences, {len(found)} to do")
            if language in offered:
                missing += [f"{language}: {line}" for line in found]
            if not options["check"]:
                catalogs.write(po, fresh)
        if options["check"] and missing:
            raise CommandError("\n".join(missing))
