"""One file per command, listed in this table: name → its module and its line in `csws --help`."""

COMMANDS = {
    "init": "Create a project: a working sample, or one for a HubSpot account.",
    "validate": "Check the project's files, without network or account.",
    "plan": "Show what would change, and in which steps.",
    "show": "Show a saved plan.",
    "apply": "Apply a saved plan, or plan now and ask for approval.",
    "runs": "List unfinished runs, with the steps that are done and those that wait.",
    "abandon": "Give up an unfinished run.",
    "drift": "Show how the account differs from what was last applied.",
    "worksheet": "Write a checklist of all settings, to compare with HubSpot's screens.",
    "observe": "Record what somebody saw in the account.",
    "import": "Adopt workspaces that csws does not manage yet.",
    "history": "List the revisions of the account.",
    "rollback": "Plan and apply a return to an earlier revision.",
    "export": "Write the account's managed settings as YAML.",
    "catalog": "Pull, show or compare what a HubSpot account contains.",
    "fmt": "Format YAML files and keep their comments.",
    "rules": "List the rules.",
    "explain": "Explain one rule: its reason and source, a bad and a good example.",
    "schema": "Print a JSON Schema that csws uses.",
    "doctor": "Check the setup.",
}
