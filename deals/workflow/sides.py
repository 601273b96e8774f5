"""Who makes moves, by the short names the tables use."""

from barter.kernel.actors import Side

BRAND, CREATOR, CARRIER, STAFF, SYSTEM = Side.BRAND, Side.CREATOR, Side.CARRIER, Side.STAFF, Side.SYSTEM
