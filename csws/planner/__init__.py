"""Changes → ordered Steps (SPEC §5.2–5.4). Works on resolved settings; knows no file, no target and no format."""
