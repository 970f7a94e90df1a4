from django.urls import path

from mendly.accounts.api import schema, views  # noqa: F401 - importing the schema registers its two ways to sign in

urlpatterns = [
    path("me/", views.Me.as_view()),
    path("devices/", views.Devices.as_view()),
    path("devices/pair/", views.Pair.as_view()),
    path("devices/refresh/", views.Refresh.as_view()),
    path("devices/pairing-codes/", views.PairingCodes.as_view()),
    path("devices/<uuid:device>/", views.Device.as_view()),
    path("clinic/colleagues/", views.Colleagues.as_view()),
    path("patients/<uuid:patient>/", views.Profile.as_view()),
]
