"""The API, version 1: each slice's operations mounted under one description."""
from ninja import NinjaAPI

api = NinjaAPI(title="Pépinière", version="1", urls_namespace="api", docs_url=None, openapi_url=None)
