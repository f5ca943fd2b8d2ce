"""Histories: a project lives through any acts in any order, and after each act the record must be true."""
