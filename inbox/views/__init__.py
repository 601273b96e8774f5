"""The pages of the inbox, for both sides."""
