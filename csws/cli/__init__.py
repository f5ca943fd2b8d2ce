"""The command line: the only place with click, print and exit."""
