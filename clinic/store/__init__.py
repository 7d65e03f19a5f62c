"""How rows are kept: base classes, column types, the database."""
