"""Changes of a YAML text at one place: what they mean, where everything lies, and the new text. `splice.py` beside it proves them."""
