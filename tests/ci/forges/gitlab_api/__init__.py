"""The parts of the stand-in for GitLab: what it holds, and its endpoints by subject."""
