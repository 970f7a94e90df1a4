"""The screens of the phone, with Kivy."""
