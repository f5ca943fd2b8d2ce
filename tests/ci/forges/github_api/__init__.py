"""The parts of the stand-in for GitHub: what it holds, and its endpoints by subject."""
