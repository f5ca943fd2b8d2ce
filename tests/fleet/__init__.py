"""Runs over many accounts: in several processes, on a cluster, and with workers that die."""
