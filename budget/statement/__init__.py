"""The statement that a funder signs for: what it says, and its forms on paper and as a sheet."""
