from django.urls import path

from mendly.messaging.api import views

urlpatterns = [
    path("patients/<uuid:patient>/conversations/", views.Conversations.as_view()),
    path("patients/<uuid:patient>/conversations/<uuid:conversation>/messages/", views.Messages.as_view()),
    path("patients/<uuid:patient>/conversations/<uuid:conversation>/read/", views.Read.as_view()),
]
