"""What can be said of the settings of an account, whatever their kinds: names and ids, laws, what a step does, and the text that stores keep."""
