"""The studio: a local page for those who write no YAML. Everything it does is a use case of the command line."""
