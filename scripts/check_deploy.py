"""`manage.py check --deploy` under production settings, with made-up addresses: nothing is contacted."""

import os
import secrets
import subprocess
import sys

MADE_UP = {
    "DJANGO_SETTINGS_MODULE": "barter.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "VAULT_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "SITE_URL": "https://barter.example",
    "ALLOWED_HOSTS": "barter.example",
    "DATABASE_URL": "postgres://barter:secret@db.example/barter?sslmode=require",
    "BROKER_URL": "amqp://barter:secret@mq.example/barter",
    "CACHE_URL": "redis://cache.example/1",
    "S3_BUCKET": "barter",
    "S3_REGION": "eu-central-1",
    "EMAIL_URL": "smtp+tls://user:secret@smtp.example:587",
}
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")

command = [sys.executable, "-W", "error::DeprecationWarning:barter", "manage.py", "check", "--deploy"]
environment = {**{name: os.environ[name] for name in KEPT if name in os.environ}, **MADE_UP}
sys.exit(subprocess.run([*command, "--fail-level", "WARNING"], env=environment, check=False).returncode)
