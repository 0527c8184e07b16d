from django.urls import path

from canxie.mechanisms.registers.views import books, exports

app_name = "registers"

urlpatterns = [
    path("", books.index, name="index"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:export_id>/", exports.export, name="export"),
    path("exports/<uuid:export_id>/decide/", exports.decide, name="decide"),
    path("<str:key>/", books.register, name="register"),
    path("<str:key>/print/", books.paper, name="paper"),
    path("<str:key>/export/", exports.file, name="file"),
]
