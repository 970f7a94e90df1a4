from django.urls import path

from mendly.insights.api import views

urlpatterns = [
    path("patients/<uuid:patient>/insights/", views.Insights.as_view()),
    path("patients/<uuid:patient>/insights/<uuid:insight>/", views.Insight.as_view()),
    path("patients/<uuid:patient>/insights/<uuid:insight>/dismiss/", views.Dismiss.as_view()),
    path("patients/<uuid:patient>/medicine-checks/", views.MedicineChecks.as_view()),
]
