from tests.backend.notify.browsers import own_browser, push_service

__all__ = ["own_browser", "push_service"]
