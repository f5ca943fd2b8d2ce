"""The record of an account as text."""
