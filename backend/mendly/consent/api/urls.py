from django.urls import path

from mendly.consent.api import views

urlpatterns = [
    path("patients/<uuid:patient>/consents/", views.Consents.as_view()),
    path("patients/<uuid:patient>/consents/research/", views.Research.as_view()),
    path("patients/<uuid:patient>/emergencies/<uuid:opening>/end/", views.EndOpening.as_view()),
]
