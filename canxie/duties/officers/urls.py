from django.urls import path

from canxie.duties.officers.views import contributions, letters, lists, pool, seats

app_name = "officers"
WHO = "<uuid:association_id>/participants/<uuid:who_id>/"
urlpatterns = [
    path("lists/", lists.brought, name="brought"),
    path("lists/<int:import_id>/undo/", lists.undo, name="undo"),
    path("letters/template/", letters.template, name="template"),
    path("letters/template/file/", letters.template_file, name="template_file"),
    path("letters/<uuid:term_id>/", letters.letter, name="letter"),
    path("letters/<uuid:term_id>/pdf/", letters.letter_file, {"form": "pdf"}, name="letter_pdf"),
    path("letters/<uuid:term_id>/word/", letters.letter_file, {"form": "word"}, name="letter_word"),
    path("<uuid:association_id>/chart/", seats.chart, name="chart"),
    path("<uuid:association_id>/seats/", seats.seats, name="seats"),
    path("<uuid:association_id>/file/", seats.file, name="file"),
    path("<uuid:association_id>/participants/", pool.participants, name="participants"),
    path("<uuid:association_id>/participants/join/", pool.join, name="join"),
    path(WHO, pool.participant, name="participant"),
    path(f"{WHO}change/", pool.change, name="change"),
    path(f"{WHO}link/", pool.link, name="link"),
    path(f"{WHO}task/", contributions.task, name="task"),
    path(f"{WHO}thanks/", contributions.thanks, name="thanks"),
    path(f"{WHO}<int:contribution_id>/done/", contributions.done, name="done"),
    path(f"{WHO}<int:contribution_id>/strike/", contributions.strike, name="strike"),
]
