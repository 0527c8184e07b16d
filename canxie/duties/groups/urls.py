from django.urls import path

from canxie.duties.groups import views

app_name = "groups"

urlpatterns = [
    path("", views.groups, name="groups"),
    path("associations/<uuid:association_id>/new/", views.new, name="new"),
    path("members/<uuid:membership_id>/leave/", views.leave, name="leave"),
    path("<uuid:group_id>/", views.group, name="group"),
    path("<uuid:group_id>/join/", views.join, name="join"),
    path("<uuid:group_id>/leader/", views.leader, name="leader"),
    path("<uuid:group_id>/leader/end/", views.stand_down, name="stand_down"),
    path("<uuid:group_id>/tell/", views.tell, name="tell"),
    path("<uuid:group_id>/review/", views.review, name="review"),
    path("<uuid:group_id>/close/", views.close, name="close"),
]
