"""A score tried on real records. Knows no account; writes nothing."""
