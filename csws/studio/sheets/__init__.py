"""The pages Adopt and Compare: the same forms, empty or as last recorded."""
