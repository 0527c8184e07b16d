from django.urls import path

from canxie.duties.contacts import views

app_name = "contacts"

urlpatterns = [
    path("", views.without, name="without"),
    path("choose/", views.choose, name="choose"),
    path("persons/<uuid:person_id>/", views.person, name="person"),
    path("persons/<uuid:person_id>/release/", views.release, name="release"),
    path("persons/<uuid:person_id>/second/", views.second, name="second"),
]
