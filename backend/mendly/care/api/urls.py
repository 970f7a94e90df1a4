from django.urls import path

from mendly.care.api import views

urlpatterns = [
    path("invitations/", views.Invitations.as_view()),
    path("invitations/accept/", views.Acceptances.as_view()),
    path("patients/<uuid:patient>/relationships/", views.Relationships.as_view()),
    path("patients/<uuid:patient>/relationships/<uuid:relationship>/end/", views.EndRelationship.as_view()),
    path("patients/<uuid:patient>/proxies/", views.Proxies.as_view()),
    path("patients/<uuid:patient>/proxies/<uuid:proxy>/", views.Proxy.as_view()),
    path("patients/<uuid:patient>/proxy-invitations/", views.ProxyInvitations.as_view()),
    path("patients/<uuid:patient>/proxy-invitations/<uuid:invitation>/", views.ProxyInvitation.as_view()),
    path("children/", views.Children.as_view()),
    path("patients/<uuid:patient>/guardians/", views.Guardians.as_view()),
    path("patients/<uuid:patient>/hand-over/", views.HandOvers.as_view()),
    path("hand-overs/accept/", views.TakenOver.as_view()),
    path("emergencies/", views.Emergencies.as_view()),
    path("patients/<uuid:patient>/emergencies/", views.Openings.as_view()),
    path("patients/<uuid:patient>/access-log/", views.AccessLog.as_view()),
]
