from django.urls import path

from canxie.mechanisms.registers import views

app_name = "registers"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:key>/", views.register, name="register"),
    path("<str:key>/print/", views.paper, name="paper"),
    path("<str:key>/export/", views.file, name="file"),
]
