"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.notifications.views import demo, desk, portal

app_name = "notifications"
urlpatterns = [
    # desk/messages/
    path("desk/messages/<str:public_id>/", desk.message, name="message"),
    path("desk/messages/<str:public_id>/queue/", desk.act, {"name": "queue"}, name="queue"),
    path("desk/messages/<str:public_id>/retry/", desk.act, {"name": "retry"}, name="retry"),
    path("desk/messages/<str:public_id>/cancel/", desk.act, {"name": "cancel"}, name="cancel"),
    path("desk/messages/<str:public_id>/mark-sent/", desk.act, {"name": "mark_sent"}, name="mark_sent"),
    path("desk/messages/<str:public_id>/whatsapp/", desk.by_whatsapp, name="whatsapp"),
    # portal/letters/
    path("portal/letters/", portal.letters, name="letters"),
    path("portal/letters/<str:public_id>/", portal.letter, name="letter"),
    # demo/
    path("demo/outbox/", demo.outbox, name="demo_outbox"),
]
