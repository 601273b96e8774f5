"""Carriers: one port (`port.py`), one adapter a carrier, a directory of all we know (`directory.py`)."""
