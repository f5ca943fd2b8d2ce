"""Times a score over many records: csws beside pandas, polars and DuckDB, and `csv.reader` alone."""
