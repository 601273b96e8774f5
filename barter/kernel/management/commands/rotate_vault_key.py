"""`manage.py rotate_vault_key`: put everything sealed under the newest key of VAULT_KEYS."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, models, transaction
from django.db.models import Q

from barter.kernel.crypto import SealedJSONField, reseal


class Command(BaseCommand):
    help = (
        "Re-encrypt every sealed value (addresses, shipment snapshots, second factors) with the first key of VAULT_KEYS. "
        "Put the new key in front, restart, run this, then drop the old key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows a transaction (default 500)")

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, SealedJSONField):
                    count = _rotate(model, str(field.column), options["batch"])
                    self.stdout.write(f"{model._meta.label}.{field.name}: {count} values under the newest key")
        self.stdout.write(f"second factors: {_rotate_second_factors()} under the newest key")


def _rotate_second_factors() -> int:
    """Secrets of authenticator apps and recovery codes, which allauth keeps in a JSON column of its own."""
    done = 0
    keys = Authenticator.objects.filter(Q(data__has_key="secret") | Q(data__has_key="seed")).values_list(
        "pk", flat=True
    )
    for pk in keys.iterator():
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()  # it may be gone meanwhile
            if row is None:
                continue
            for name in row.data.keys() & {"secret", "seed"}:
                row.data[name] = reseal(row.data[name].encode()).decode()
            row.save(update_fields=["data"])
            done += 1
    return done


def _rotate(model: type[models.Model], column: str, batch: int) -> int:
    """Batch by batch along the primary key; each batch locks and rewrites its rows in one transaction."""
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = _lock_batch(model, column, last, batch)
            if not rows:
                return done
            last = rows[-1][0]
            done += _write(model, column, rows)


def _lock_batch(model: type[models.Model], column: str, after: int, batch: int) -> list[tuple[int, bytes]]:
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, str(model._meta.pk.column)))
    sealed = connection.ops.quote_name(column)
    sql = f"SELECT {key}, {sealed} FROM {table} WHERE {key} > %s AND {sealed} IS NOT NULL ORDER BY {key} LIMIT %s FOR UPDATE"  # noqa: S608 - quoted names of our own models
    with connection.cursor() as cursor:
        cursor.execute(sql, [after, batch])
        return [(pk, bytes(value)) for pk, value in cursor.fetchall()]


def _write(model: type[models.Model], column: str, rows: list[tuple[int, bytes]]) -> int:
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, str(model._meta.pk.column)))
    sql = f"UPDATE {table} SET {connection.ops.quote_name(column)} = %s WHERE {key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(reseal(value), pk) for pk, value in rows])
    return len(rows)
