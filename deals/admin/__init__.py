"""Staff's view of the heart: deals, who asks for them, what was agreed, and what went wrong. One module a noun."""

from deals.admin import aftermath, application, collaboration, deal, search

__all__ = ["aftermath", "application", "collaboration", "deal", "search"]
