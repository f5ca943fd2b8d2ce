"""Health scores as a kind of settings."""
