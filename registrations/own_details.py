"""What people say about themselves, and who may change it when."""

# What people may correct about themselves. Who they come for, in what capacity, under
# what address and where they stand is for their delegation and the organisers.
OWN_DETAILS = [
    "honorific",
    "given_name",
    "family_name",
    "passport_name",
    "badge_name",
    "gender",
    "function",
    "phone",
    "language",
    "needs_interpretation",
    "dietary_needs",
    "accessibility_needs",
    "arrives_at",
    "departs_at",
    "emergency_contact",
    "emergency_phone",
    "needs_visa_letter",
    "passport_number",
    "passport_country",
    "passport_expires_on",
    "born_on",
    "is_listed",
]
