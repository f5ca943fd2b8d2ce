"""Answers that csws gave, kept so that the same question about the same project is answered without work.

An answer is recalled only where everything that it was made from is what it was, byte for byte: the command and its
environment, csws itself, every file that was read, every folder that was looked into, and every embedded account. Answers
are kept in the user's cache folder, never in the project: what comes with a repository is not believed. In CI nothing is
kept or recalled. This package is imported before everything else, so it imports next to nothing.
"""
