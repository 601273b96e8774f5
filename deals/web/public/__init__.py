"""Pages for everybody: help, terms, privacy."""
