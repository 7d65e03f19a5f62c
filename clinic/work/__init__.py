"""One request, one transaction: data, audit entry and kept answer land together or not at all."""
