"""Pages of creators and of the public."""
