"""What a score gives to each of many records, and why."""
