"""One file per kind of setting, and the table of them."""
