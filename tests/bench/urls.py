"""The product's addresses, an empty page of it, and Django's admin."""

from django.urls import include, path

from tests.bench.peers.admin import site
from tests.bench.peers.views import empty

urlpatterns = [path("bench/empty/", empty), path("admin/", site.urls), path("", include("canxie.config.urls"))]
