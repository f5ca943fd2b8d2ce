"""The canonical form of a YAML text: its tree, its comments, and its lines written anew. `canonical.py` beside it proves it."""
