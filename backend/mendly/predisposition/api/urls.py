from django.urls import path

from mendly.predisposition.api import views

urlpatterns = [
    path("patients/<uuid:patient>/choices/", views.Choices.as_view()),
    path("patients/<uuid:patient>/findings/", views.FindingsShown.as_view()),
    path("patients/<uuid:patient>/findings/look/", views.Look.as_view()),
    path("patients/<uuid:patient>/letters/", views.Letters.as_view()),
    path("patients/<uuid:patient>/letters/<uuid:letter>/", views.Letter.as_view()),
]
