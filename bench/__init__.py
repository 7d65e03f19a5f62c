"""The performance table: what Palpate costs beside the bare work it does (docs/performance.md)."""
