"""From arrived bytes to a checked file, for whoever takes files: leases, type by content, virus scan, a decoder in a child.

Workers only. An app says which rows wait and what is done with one; see `run.process_next`.
"""
