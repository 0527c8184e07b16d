"""The product's addresses, an empty page of it, and Django's admin."""

from django.urls import include, path

from tests.bench.peers import views
from tests.bench.peers.admin import site

urlpatterns = [
    path("bench/empty/", views.empty),
    path("bench/plain/<uuid:household_id>/", views.plain),
    path("bench/kept/<uuid:household_id>/", views.kept),
    path("admin/", site.urls),
    path("", include("canxie.config.urls")),
]
