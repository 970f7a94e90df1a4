from django.urls import path

from mendly.genome.api import tumour_views, views

urlpatterns = [
    path("patients/<uuid:patient>/genome/files/", views.Files.as_view()),
    path("patients/<uuid:patient>/genome/uploads/", views.Upload.as_view()),
    path("patients/<uuid:patient>/genome/files/<uuid:file>/", views.File.as_view()),
    path("patients/<uuid:patient>/genome/files/<uuid:asking>/answer/", views.FileAnswer.as_view()),
    path("patients/<uuid:patient>/genome/results/", views.Findings.as_view()),
    path("patients/<uuid:patient>/genome/lab-results/", views.LabResults.as_view()),
    path(
        "patients/<uuid:patient>/genome/lab-results/<uuid:lab_result>/withdraw/",
        views.WithdrawnLabResult.as_view(),
    ),
    path("patients/<uuid:patient>/tumour-reports/", tumour_views.TumourReports.as_view()),
    path("patients/<uuid:patient>/tumour-reports/<uuid:report>/", tumour_views.TumourReport.as_view()),
]
