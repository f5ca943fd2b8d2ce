"""Observations of an account, from the text that describes them to the settings that they make. Reads no account."""
