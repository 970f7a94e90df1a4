"""HTTP of the production size: `granian --interface wsgi mendly.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mendly.settings")
application = get_wsgi_application()
