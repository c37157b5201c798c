"""Pages of access control: demo sign-in and the journal."""

from django.urls import path

from accessctl import views

app_name = "accessctl"
urlpatterns = [
    path("demo/sign-in/", views.demo_sign_in, name="demo-sign-in"),
    path("journal/", views.journal_list, name="journal"),
]
