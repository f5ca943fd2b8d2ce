"""Runs over many accounts: by several processes, by a cluster, and with workers that die."""
