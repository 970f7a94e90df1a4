from django.urls import include, path

from mendly.ops.views import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", include("mendly.api")),
    path("", include("portal.urls")),
]
