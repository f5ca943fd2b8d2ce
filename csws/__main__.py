"""`python -m csws` is the same as `csws`."""

from csws.cli.entry import program

if __name__ == "__main__":
    program()
