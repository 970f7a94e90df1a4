from django.urls import path

from mendly.sync.api import views

urlpatterns = [
    path("sync/events/", views.Events.as_view()),
    path("sync/changes/", views.Changes.as_view()),
]
