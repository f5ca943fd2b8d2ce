"""`csws lsp`: the editing engine behind the Language Server Protocol. The only home of pygls. Opens no network, starts
no program and writes no file."""
