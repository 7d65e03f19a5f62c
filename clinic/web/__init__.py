"""What every door shares: endpoints, errors, strict JSON, idempotency, paging, the API document."""
