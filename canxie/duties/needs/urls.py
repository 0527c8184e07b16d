from django.urls import path

from canxie.duties.needs import views

app_name = "needs"

urlpatterns = [
    path("", views.needs, name="needs"),
    path("<uuid:need_id>/", views.need, name="need"),
    path("<uuid:need_id>/<slug:key>/", views.move, name="move"),
    path("households/<uuid:household_id>/record/", views.record, name="record"),
]
