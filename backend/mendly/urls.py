from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from mendly.ops.views import healthz, metrics, readyz

handler400 = "mendly.problems.bad_request"
handler404 = "mendly.problems.page_not_found"
handler500 = "mendly.problems.server_error"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include("mendly.api")),
    path("accounts/", include("allauth.urls")),
    path("language/setlang/", require_POST(set_language), name="set_language"),
    path("", include("portal.urls")),
]
