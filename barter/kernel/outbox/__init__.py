"""The outbox: events written with their effect, carried to their handlers at least once, handled exactly once."""
