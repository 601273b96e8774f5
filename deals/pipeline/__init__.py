"""Reads of a deal's pipeline: its stages, who the filters of its page mean, and what its cards show of other rooms."""
