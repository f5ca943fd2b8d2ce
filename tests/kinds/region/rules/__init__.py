"""The rules about regions."""
