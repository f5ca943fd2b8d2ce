"""What is done with one account: check, plan, apply. Knows no other account and no terminal."""
