from django.urls import path

from canxie.duties.guidance import views

app_name = "guidance"

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("give/", views.give, name="give"),
    path("batches/<uuid:batch>/", views.batch, name="batch"),
    path("<uuid:task_id>/", views.task, name="task"),
    path("<uuid:task_id>/<slug:key>/", views.move, name="move"),
]
