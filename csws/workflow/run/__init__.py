"""What goes over the accounts of a run, one after the other or many at once, and goes on with one that was not finished."""
