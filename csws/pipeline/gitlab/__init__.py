"""GitLab, for the commands of a pipeline."""
