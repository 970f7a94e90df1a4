from tests.backend.notify.browsers import browser, push_service

__all__ = ["browser", "push_service"]
