"""YAML and JSON text → values with their places. Knows no rule, no target and no terminal."""
