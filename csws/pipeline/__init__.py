"""csws in a pipeline: the jobs of the GitHub action and of the GitLab template.

Knows csws only by its commands and their JSON documents, and a forge only by its API. Needs nothing
but Python, because it also starts where csws itself is somewhere else.
"""
