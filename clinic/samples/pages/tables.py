"""The words of every deed: one row for each action of each machine, and each kind of service."""

from collections.abc import Mapping
from typing import Any

from clinic.samples import use_cases
from clinic.samples.models import SampleRequest
from clinic.samples.pages.deeds import Ask, Deed, Kind
from clinic.samples.pages.shapes import InspectionForm, PurchaseForm
from clinic.samples.rules import (
    LoanAction,
    RequestAction,
    RequestState,
    ServiceKind,
    UnitAction,
)
from clinic.samples.schemas.loans import (
    DeliveryShape,
    DispatchShape,
    ExtensionShape,
    ReceiptShape,
)
from clinic.samples.schemas.practitioners import VerificationShape
from clinic.samples.schemas.requests import ApprovalShape, SampleReasonShape, WithdrawalShape
from clinic.samples.schemas.stock import NewServiceRecordShape, RetirementShape
from clinic.work.unit import Work

_TODAY = "Today unless you say otherwise."
_REASON = Ask("reason", "Why")


def _without(deed: Any) -> Any:
    """Answer a deed that has nothing to say but which row it is about."""

    def do(work: Work, row_id: str, _body: object) -> object:
        return deed(work, row_id)

    return do


LOAN_DEEDS: Mapping[LoanAction, Deed] = {
    LoanAction.PACK: Deed(
        label="Pack",
        sign="samples",
        does="Pack the unit.",
        do=_without(use_cases.pack_loan),
        told="Packed. Print the packing slip, put it in, and send it.",
        kind=Kind.GO,
        no_more="packed already",
    ),
    LoanAction.DISPATCH: Deed(
        label="Send",
        sign="truck",
        does="Send the parcel on its way.",
        do=use_cases.dispatch_loan,
        told="Noted: the parcel is on its way.",
        accepts=DispatchShape(),
        asks=(
            Ask("carrier", "Carrier"),
            Ask("tracking_number", "Tracking number"),
            Ask("dispatched_on", "Sent on", _TODAY),
        ),
        kind=Kind.GO,
        not_yet="not packed",
        no_more="sent already",
    ),
    LoanAction.DELIVER: Deed(
        label="Delivered",
        sign="tick",
        does="Note that it arrived: the trial begins.",
        do=use_cases.deliver_loan,
        told="Noted: the trial has begun.",
        accepts=DeliveryShape(),
        asks=(Ask("delivered_on", "Delivered on", _TODAY),),
        kind=Kind.GO,
        not_yet="not sent",
        no_more="it came back without",
    ),
    LoanAction.EXTEND: Deed(
        label="Extend",
        sign="calendar",
        does="Let the practitioner keep it longer.",
        do=use_cases.extend_loan,
        told="Extended. The earlier due day stays in the history.",
        accepts=ExtensionShape(),
        asks=(Ask("due_on", "New due day"), _REASON),
        not_yet="the trial has not begun",
        no_more="the trial is over",
    ),
    LoanAction.SHIP_RETURN: Deed(
        label="Return is on its way",
        sign="truck",
        does="Note that the practitioner sent it back.",
        do=_without(use_cases.ship_return_of_loan),
        told="Noted: it is on its way back.",
        kind=Kind.GO,
        not_yet="the trial has not begun",
        no_more="it is back",
    ),
    LoanAction.RECEIVE: Deed(
        label="Received back",
        sign="back",
        does="Take the unit back, into quarantine.",
        do=use_cases.receive_loan,
        told="Received. The unit is in quarantine until it is inspected, clean and tested.",
        accepts=ReceiptShape(),
        asks=(Ask("received_on", "Received on", _TODAY),),
        kind=Kind.GO,
        not_yet="it has not left",
        no_more="received already",
    ),
    LoanAction.INSPECT: Deed(
        label="Inspect",
        sign="search",
        does="Write down how the unit was found; the loan is closed.",
        do=use_cases.inspect_loan,
        told="Inspected. The loan is closed.",
        accepts=InspectionForm(),
        asks=(
            Ask("condition", "Condition"),
            Ask("missing_parts", "Missing parts", "One on each line."),
            Ask("charge_cents", "Charge", "In dollars; nothing unless you say so."),
            Ask("note", "Note"),
        ),
        kind=Kind.GO,
        not_yet="not received",
        no_more="inspected already",
    ),
    LoanAction.PURCHASE: Deed(
        label="Bought",
        sign="ok",
        does="Sell the unit to the practitioner.",
        do=use_cases.purchase_loan,
        told="Noted: bought.",
        accepts=PurchaseForm(),
        asks=(
            Ask("price_cents", "Price", "In dollars."),
            Ask("purchased_on", "Bought on", _TODAY),
        ),
        follows="The loan ends and the unit leaves the stock.",
        not_yet="the trial has not begun",
        no_more="it is back here",
    ),
    LoanAction.REPORT_LOST: Deed(
        label="Report lost",
        sign="stop",
        does="Note that nobody knows where the unit is.",
        do=use_cases.report_loan_lost,
        told="Reported lost. If it is found, note here that it was received back.",
        accepts=SampleReasonShape(),
        asks=(Ask("reason", "What is known"),),
        kind=Kind.STOP,
        follows="The unit counts as lost and goes to nobody. If it is found, it can still be "
        "received back.",
        not_yet="it has not left",
        no_more="it is back here",
    ),
    LoanAction.CANCEL: Deed(
        label="Cancel the loan",
        sign="cross",
        does="End a loan before it left; its unit goes to whoever waits.",
        do=use_cases.cancel_loan,
        told="Cancelled. The request is withdrawn with this reason.",
        accepts=SampleReasonShape(),
        asks=(_REASON,),
        kind=Kind.STOP,
        follows="The loan ends, its request is withdrawn with this reason, and the unit goes to "
        "whoever waits. This cannot be taken back.",
        no_more="it has left",
    ),
}


def _decline(work: Work, request_id: str, reason: use_cases.Reason) -> object:
    return use_cases.decline_request(work, request_id, reason.reason)


def _granted(request: SampleRequest) -> str:
    if request.state is RequestState.WAITLISTED:
        return "Approved. No unit is free now: the request waits for the next one."
    return "Approved: a unit is reserved."


REQUEST_DEEDS: Mapping[RequestAction, Deed] = {
    RequestAction.APPROVE: Deed(
        label="Approve",
        sign="tick",
        does="Grant a trial: a free unit is reserved, else the request waits for one.",
        do=use_cases.approve_request,
        told=_granted,
        accepts=ApprovalShape(),
        asks=(
            Ask("trial_days", "Days of trial", "They begin with the delivery."),
            Ask("unit_id", "Unit"),
        ),
        kind=Kind.GO,
        no_more="decided already",
    ),
    RequestAction.DECLINE: Deed(
        label="Decline",
        sign="barred",
        does="Say no, with the reason.",
        do=_decline,
        told="Declined.",
        accepts=SampleReasonShape(),
        asks=(_REASON,),
        kind=Kind.STOP,
        follows="This cannot be taken back; the practitioner may ask again.",
        no_more="decided already",
    ),
    RequestAction.WITHDRAW: Deed(
        label="Withdraw",
        sign="cross",
        does="Take a wish back.",
        do=use_cases.withdraw_request,
        told="Withdrawn.",
        accepts=WithdrawalShape(),
        asks=(Ask("reason", "Why, if it is known"),),
        kind=Kind.STOP,
        follows="The practitioner does not want it any more. This cannot be taken back; they may "
        "ask again.",
        no_more="decided already",
    ),
}


def _retire(work: Work, unit_id: str, body: Mapping[str, str]) -> object:
    return use_cases.retire_unit(work, unit_id, body["reason"])


UNIT_DEEDS: Mapping[UnitAction, Deed] = {
    UnitAction.RETIRE: Deed(
        label="Retire the unit",
        sign="cross",
        does="Take a unit out of the programme.",
        do=_retire,
        told="Retired.",
        accepts=RetirementShape(),
        asks=(_REASON,),
        kind=Kind.STOP,
        follows="It goes to nobody any more. This cannot be taken back; its history stays.",
        not_yet="somebody has it or waits for it",
        no_more="it has left the stock",
    ),
}


def _service(kind: ServiceKind, label: str, sign: str, due: Ask) -> Deed:
    return Deed(
        label=label,
        sign=sign,
        does=f"Record a {kind.replace('_', ' ')}.",
        do=use_cases.record_service,
        told="Recorded.",
        accepts=NewServiceRecordShape(),
        asks=(
            Ask("result", "Result", needed=True),
            Ask("done_on", "Done on", _TODAY),
            due,
            Ask("note", "Note"),
        ),
        fixed={"kind": kind.value},
    )


_DUE = Ask("next_due_on", "Due again on", "Where there is such a day.")
_DUE_ON_THE_TAG = Ask("next_due_on", "Due again on", "As it stands on the tag.", needed=True)

SERVICE_DEEDS: Mapping[ServiceKind, Deed] = {
    ServiceKind.CLEAN: _service(ServiceKind.CLEAN, "Record clean", "saving", _DUE),
    ServiceKind.TEST_AND_TAG: _service(
        ServiceKind.TEST_AND_TAG, "Record test and tag", "ok", _DUE_ON_THE_TAG
    ),
    ServiceKind.REPAIR: _service(ServiceKind.REPAIR, "Record repair", "clinic", _DUE),
}

VERIFY = Deed(
    label="Check registration",
    sign="search",
    does="Note that identity and registration were checked.",
    do=use_cases.verify_practitioner,
    told="Noted: checked.",
    accepts=VerificationShape(),
    asks=(
        Ask("checked_on", "Checked on", _TODAY),
        Ask("source", "Where", "The public register, the association, a letter."),
    ),
    kind=Kind.GO,
)
