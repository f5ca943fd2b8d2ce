"""csws: customer success workspaces as code."""

__version__ = "0.1.0"
