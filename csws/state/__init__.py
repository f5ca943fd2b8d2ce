"""What applies to the settings of an account of any kind: names and ids, laws, what a step does, and the text that
stores keep."""
