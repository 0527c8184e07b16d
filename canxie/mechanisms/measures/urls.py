from django.urls import path

from canxie.mechanisms.measures import views

app_name = "measures"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:key>/", views.measure, name="measure"),
]
