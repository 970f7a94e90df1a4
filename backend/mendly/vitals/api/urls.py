from django.urls import path

from mendly.vitals.api import views

urlpatterns = [
    path("patients/<uuid:patient>/samples/", views.Samples.as_view()),
    path("patients/<uuid:patient>/series/", views.AllSeries.as_view()),
    path("patients/<uuid:patient>/series/<slug:type>/", views.Curve.as_view()),
    path("patients/<uuid:patient>/observations/", views.Observations.as_view()),
    path("patients/<uuid:patient>/observations/<uuid:observation>/", views.Observation.as_view()),
]
