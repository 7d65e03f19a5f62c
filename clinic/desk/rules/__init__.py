"""Rules of the desk: what is said of a patient, and how it is drawn; pure."""
