from django.urls import path

from mendly.leaving.api import views

urlpatterns = [
    path("patients/<uuid:patient>/erasure/", views.Erasure.as_view()),
    path("patients/<uuid:patient>/exports/", views.Exports.as_view()),
    path("patients/<uuid:patient>/exports/<uuid:export>/", views.OneExport.as_view()),
    path("patients/<uuid:patient>/exports/<uuid:export>/file/", views.ExportFile.as_view()),
]
