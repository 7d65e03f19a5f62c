"""What patients read, gathered where it is written; the catalogues kept in step with it."""
