"""Times whole processes of csws and its peers on the same amount of work. `make bench` runs it."""
