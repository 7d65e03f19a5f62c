"""Letters about a patient: a referral, one to the doctor, a summary of care."""
