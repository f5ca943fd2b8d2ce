"""GitHub, for the commands of a pipeline."""
