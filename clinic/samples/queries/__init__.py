"""Every question asked of the sample programme."""

from clinic.samples.queries.asked import (
    available_unit,
    first_waiting,
    loan_of_request,
    open_loan_of_unit,
    services_of,
    stay_of,
    waited_for_by,
)
from clinic.samples.queries.lists import (
    LoanQuery,
    RequestQuery,
    UnitQuery,
    loans,
    massager_models,
    practitioners,
    sample_requests,
    sample_units,
    service_records,
)

__all__ = [
    "LoanQuery",
    "RequestQuery",
    "UnitQuery",
    "available_unit",
    "first_waiting",
    "loan_of_request",
    "loans",
    "massager_models",
    "open_loan_of_unit",
    "practitioners",
    "sample_requests",
    "sample_units",
    "service_records",
    "services_of",
    "stay_of",
    "waited_for_by",
]
