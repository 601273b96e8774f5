"""From arrived bytes to a checked, hashed, previewed file. Workers only; see `work.process_next`."""
