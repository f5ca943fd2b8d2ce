"""The record of an account as text: lines, what they mean, and how two records are merged. Knows no database."""
