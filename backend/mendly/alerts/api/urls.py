from django.urls import path

from mendly.alerts.api import views

urlpatterns = [
    path("patients/<uuid:patient>/alerts/", views.Alerts.as_view()),
    path("patients/<uuid:patient>/alerts/<uuid:alert>/", views.Alert.as_view()),
    path("patients/<uuid:patient>/alerts/<uuid:alert>/acknowledge/", views.Acknowledge.as_view()),
]
