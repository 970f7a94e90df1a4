"""The pure heart of Mendly: no framework, no network, no clock. Server and phone import the same functions."""
