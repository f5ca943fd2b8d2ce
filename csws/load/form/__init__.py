"""The canonical form of a YAML text: its tree, its comments, and its new lines. `canonical.py` next
to it checks the result."""
