"""The rules about health scores."""
