"""Changes a YAML text at one place: what an edit means, where everything is, and the new text.
`splice.py` next to it checks the result."""
