"""The phone's copy of one patient, and how it keeps in step with the server. No Kivy here."""
