"""The use-cases of csws: check, plan, apply, export. They join load, schema, rules, diff, planner, apply and targets."""
