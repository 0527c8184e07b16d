from django.urls import path

from canxie.duties.associations.views import associations, board, meetings, villages

app_name = "associations"

urlpatterns = [
    path("", associations.associations, name="associations"),
    path("coverage/", board.coverage, name="coverage"),
    path("villages/<slug:code>/", villages.village, name="village"),
    path("villages/<slug:code>/plan/", villages.plan, name="plan"),
    path("villages/<slug:code>/neighbour/", villages.neighbour, name="neighbour"),
    path("villages/<slug:code>/prepare/", villages.prepare, name="prepare"),
    path("<uuid:association_id>/", associations.association, name="association"),
    path("<uuid:association_id>/villages/", associations.villages, name="villages"),
    path("<uuid:association_id>/wider/", associations.wider, name="wider"),
    path("<uuid:association_id>/paper/", associations.paper, name="paper"),
    path("<uuid:association_id>/meetings/", meetings.meetings, name="meetings"),
    path("<uuid:association_id>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("<uuid:association_id>/moves/<slug:key>/", associations.move, name="move"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/record/", meetings.meeting_record, name="meeting_record"),
    path("resolutions/<uuid:resolution_id>/", meetings.resolution, name="resolution"),
    path("resolutions/<uuid:resolution_id>/<slug:key>/", meetings.resolution_move, name="resolution_move"),
]
