"""What somebody saw in an account, from the words that say it to the settings that it makes. Reads no account."""
