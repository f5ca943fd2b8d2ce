"""The values of csws and the laws over them. Knows no file, no terminal and no database."""
