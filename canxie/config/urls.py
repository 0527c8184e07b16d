from django.urls import include, path

urlpatterns = [
    path("", include("canxie.desk.urls")),
    path("needs/", include("canxie.duties.needs.urls")),
    path("measures/", include("canxie.mechanisms.measures.urls")),
    path("registers/", include("canxie.mechanisms.registers.urls")),
    path("visits/", include("canxie.duties.visits.urls")),
    path("groups/", include("canxie.duties.groups.urls")),
    path("guidance/", include("canxie.duties.guidance.urls")),
    path("ui/", include("canxie.engine.ui.urls")),
]

handler500 = "canxie.engine.ui.troubles.broken"
