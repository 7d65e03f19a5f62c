"""The terms of a loan, in our words (the practices they follow: CLINICAL 8.2)."""

TERMS_VERSION = "1"


def loan_clauses(phone: str) -> tuple[tuple[str, str], ...]:
    """Answer the clauses of a loan agreement: heading and text."""
    call = f" and call {phone} on the same day" if phone else " and tell us on the same day"
    return (
        ("Title", "The massager stays ours until it is bought and paid for."),
        (
            "Use",
            (
                "For you, and for patients in your practice while you show them how. Read the "
                "precautions sheet before the first use."
            ),
        ),
        ("Cleaning", "Keep it dry. Wipe the pad with detergent after every person."),
        ("No lending on", "It is not lent on, neither to patients nor to colleagues."),
        (
            "Return",
            (
                "Send it back with all its parts by the day above, or buy it. If you need more "
                "time, ask before that day."
            ),
        ),
        (
            "Damage and loss",
            (
                "Tell us within 2 business days. Fair wear is ours. Missing parts, damage and loss "
                "are charged at cost, and never above the price above."
            ),
        ),
        ("Incident", f"If it hurt somebody or seems unsafe, stop using it{call}."),
        (
            "Privacy",
            (
                "We keep your name, practice, registration and this loan. Write nothing about any "
                "patient on these papers."
            ),
        ),
    )
