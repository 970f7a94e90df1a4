from django.urls import path

from mendly.worklist.api import views

urlpatterns = [
    path("worklist/", views.Queue.as_view()),
    path("worklist/counts/", views.Counts.as_view()),
    path("worklist/<uuid:item>/claim/", views.Claim.as_view()),
    path("worklist/<uuid:item>/assign/", views.Assign.as_view()),
    path("worklist/<uuid:item>/snooze/", views.Snooze.as_view()),
    path("worklist/<uuid:item>/done/", views.Done.as_view()),
    path("worklist/<uuid:item>/reopen/", views.Reopen.as_view()),
    path("panel/", views.Panel.as_view()),
]
