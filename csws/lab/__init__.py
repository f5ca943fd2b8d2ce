"""The lab: health scores tried on real records, and held against what really happened. Knows no
account and no command line."""
