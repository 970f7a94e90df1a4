"""What the phone knows and does for its patient: doses, medicines, messages, insights, readings. No Kivy."""
