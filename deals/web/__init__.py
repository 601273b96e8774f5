"""The browser door of the heart."""
