"""The agenda on A4, tagged, in each language: made once for each release."""
