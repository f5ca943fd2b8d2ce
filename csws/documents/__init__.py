"""Plans, steps, reports and runs as JSON documents, and back. Each module knows the keys of its document."""
