"""What is handed over when the meeting is done, and how another instance takes it in."""
