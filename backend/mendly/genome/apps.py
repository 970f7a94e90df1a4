from django.apps import AppConfig


class GenomeConfig(AppConfig):
    name = "mendly.genome"
