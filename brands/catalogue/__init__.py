"""Reading a shop's product CSV: bytes -> records -> what would be written, with a report row by row. Writes nothing."""

from brands.catalogue.plan import Plan, plan_catalogue
from brands.catalogue.reader import read_table

__all__ = ["Plan", "plan_catalogue", "read_table"]
