"""The Mendly server: rooms by domain, one door in and one door out."""
