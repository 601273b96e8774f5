"""The DRF door of shipping."""
