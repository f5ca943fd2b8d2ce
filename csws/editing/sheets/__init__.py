"""Filling in the worksheet of an account bit by bit: what was said so far, and the forms that it makes. Records nothing."""
