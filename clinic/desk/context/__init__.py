"""What the pages of the desk are given, ready to be shown."""
