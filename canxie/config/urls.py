from django.urls import include, path

urlpatterns = [
    path("", include("canxie.desk.urls")),
    path("contacts/", include("canxie.duties.contacts.urls")),
    path("associations/", include("canxie.duties.associations.urls")),
    path("needs/", include("canxie.duties.needs.urls")),
    path("measures/", include("canxie.mechanisms.measures.urls")),
    path("officers/", include("canxie.duties.officers.urls")),
    path("registers/", include("canxie.mechanisms.registers.urls")),
    path("townships/", include("canxie.duties.townships.urls")),
    path("visits/", include("canxie.duties.visits.urls")),
    path("groups/", include("canxie.duties.groups.urls")),
    path("guidance/", include("canxie.duties.guidance.urls")),
    path("ui/", include("canxie.engine.ui.urls")),
]

handler500 = "canxie.engine.ui.troubles.broken"
