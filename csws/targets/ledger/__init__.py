"""Accounts kept as rows of a database, whichever it is: tables, the journal of runs, the lease, and who may write."""
