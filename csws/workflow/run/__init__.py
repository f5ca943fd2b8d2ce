"""Runs over many accounts, one after the other or in parallel, and resumes a run that was not finished."""
