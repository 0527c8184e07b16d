from django.urls import path

from canxie.duties.officers import views

app_name = "officers"
urlpatterns = [
    path("lists/", views.brought, name="brought"),
    path("lists/<int:import_id>/undo/", views.undo, name="undo"),
    path("letters/template/", views.template, name="template"),
    path("letters/template/file/", views.template_file, name="template_file"),
    path("letters/<uuid:term_id>/", views.letter, name="letter"),
    path("letters/<uuid:term_id>/pdf/", views.letter_file, {"form": "pdf"}, name="letter_pdf"),
    path("letters/<uuid:term_id>/word/", views.letter_file, {"form": "word"}, name="letter_word"),
    path("<uuid:association_id>/chart/", views.chart, name="chart"),
    path("<uuid:association_id>/seats/", views.seats, name="seats"),
    path("<uuid:association_id>/file/", views.file, name="file"),
    path("<uuid:association_id>/participants/", views.participants, name="participants"),
    path("<uuid:association_id>/participants/join/", views.join, name="join"),
    path("<uuid:association_id>/participants/<uuid:who_id>/", views.participant, name="participant"),
    path("<uuid:association_id>/participants/<uuid:who_id>/link/", views.link, name="link"),
]
