"""Staff's view of files, versions and licences, and the requests to take a file down, which they decide. States are read-only;
one module a noun."""

from content.admin import files, licences, take_downs

__all__ = ["files", "licences", "take_downs"]
