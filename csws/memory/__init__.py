"""Answers that csws gave, kept so that the same question about the same project is answered without work.

A question is the command line and all around it that shapes an answer, csws itself included. Its answer is recalled only
where every file that was read, every include and every embedded account would be found as the run that gave it has found
them: that run notes the bytes that it reads. Answers are kept in the user's cache folder, never in the project: what comes
with a repository is not believed. In CI nothing is kept or recalled. This package is imported before everything else, so it
imports next to nothing.
"""
