"""Who is cared for, in which episodes, with what consent."""
