from django.urls import path

from mendly.insights.api import views

urlpatterns = [
    path("patients/<uuid:patient>/insights/", views.Insights.as_view()),
    path("patients/<uuid:patient>/insights/<uuid:insight>/", views.Insight.as_view()),
    path("patients/<uuid:patient>/insights/<uuid:insight>/dismiss/", views.Dismiss.as_view()),
    path("clinic/guideline-rows/", views.Rows.as_view()),
    path("clinic/guideline-rows/sign/", views.Sign.as_view()),
    path("clinic/guideline-rows/withdraw/", views.Withdraw.as_view()),
    path("clinic/rules/", views.Rules.as_view()),
    path("patients/<uuid:patient>/medicine-checks/", views.MedicineChecks.as_view()),
]
