"""`python -m csws` is the same as `csws`."""

from csws.cli.entry import main

if __name__ == "__main__":
    main()
