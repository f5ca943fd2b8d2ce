"""Laws that reading and the schemas judge: only what they say is here. A run loads them to list the rules."""
