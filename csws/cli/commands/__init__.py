"""One file per command, found in this table: name → its module and the one line that `csws --help` shows."""

COMMANDS = {
    "init": "Write a project that works at once, on the embedded account.",
    "validate": "Check the files of the project. No network, no account.",
    "plan": "Show what would change, and in which steps.",
    "show": "Show a saved plan.",
    "apply": "Run a saved plan, or plan and ask.",
    "drift": "Show what in the account differs from what was last applied.",
    "worksheet": "Write every setting as a sheet, to be held against HubSpot's screens.",
    "observe": "Record what somebody saw in the account.",
    "import": "Adopt workspaces that nobody manages yet.",
    "history": "List the revisions of the account.",
    "rollback": "Plan and apply the way back to an earlier revision.",
    "export": "Write the account's managed settings as YAML.",
    "catalog": "Pull, show or compare what a HubSpot account contains.",
    "fmt": "Bring YAML files into canonical form, comments kept.",
    "rules": "List the rules.",
    "explain": "Explain one rule: its reason, source, a bad and a good example.",
    "schema": "Print a JSON Schema that csws uses.",
    "doctor": "Tell what is and isn't set up.",
}
