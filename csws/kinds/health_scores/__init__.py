"""Health scores: points for what is known of a customer, in groups, and three bands."""
