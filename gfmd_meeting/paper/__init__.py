"""Papers: pages of HTML laid out as PDF, within bounds, from nothing but what they are given."""
