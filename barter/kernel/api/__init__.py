"""What every API view shares: problem+json, cursors, idempotency, entity tags, rate limits."""

from barter.kernel.api.problems import problem_handler

__all__ = ["problem_handler"]
