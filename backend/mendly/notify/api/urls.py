from django.urls import path

from mendly.notify.api import views

urlpatterns = [
    path("push/subscriptions/", views.Subscriptions.as_view()),
    path("push/public-key/", views.PublicKey.as_view()),
]
