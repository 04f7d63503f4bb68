"""How fast it answers, beside what answers as fast as anything can here."""
