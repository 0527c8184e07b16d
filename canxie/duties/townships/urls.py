from django.urls import path

from canxie.duties.townships import views

app_name = "townships"

urlpatterns = [
    path("", views.townships, name="townships"),
    path("resources/<uuid:resource_id>/", views.resource, name="resource"),
    path("covers/<int:cover_id>/end/", views.end_cover, name="end_cover"),
    path("<slug:code>/", views.township, name="township"),
    path("<slug:code>/resources/add/", views.add_resource, name="add_resource"),
    path("<slug:code>/cover/", views.cover, name="cover"),
    path("<slug:code>/neighbours/", views.neighbours, name="neighbours"),
]
