"""Addresses of a patient's own pages, under `/p/<patient>/`. Ids only: nothing about health stands in them."""

from django.urls import URLPattern, path

from portal.patient import dose_acts, genes, health, medicines, messages, sharing, today

urlpatterns: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("today/<slug:part>/", today.today_part, name="today_part"),
    path("doses/take/", dose_acts.take, name="take_dose"),
    path("doses/skip/", dose_acts.skip, name="skip_dose"),
    path("doses/undo/", dose_acts.undo, name="undo_dose"),
    path("doses/backdate/", dose_acts.backdate, name="backdate_dose"),
    path("doses/take-all/", dose_acts.take_all, name="take_all"),
    path("medicines/", medicines.medicines, name="medicines"),
    path("medicines/add/", medicines.add, name="add_medicine"),
    path("medicines/<uuid:medicine>/", medicines.medicine, name="medicine"),
    path("medicines/<uuid:medicine>/change/", medicines.change, name="change_medicine"),
    path("medicines/<uuid:medicine>/plan/", medicines.new_plan, name="new_plan"),
    path("medicines/<uuid:medicine>/plan/<uuid:schedule>/", medicines.plan, name="plan"),
    path("medicines/<uuid:medicine>/end/", medicines.end, name="end_medicine"),
    path("genes/", genes.genes, name="genes"),
    path("genes/part/<slug:part>/", genes.genes_part, name="genes_part"),
    path("genes/file/", genes.upload, name="upload_file"),
    path("genes/file/<uuid:file>/remove/", genes.remove, name="remove_file"),
    path("genes/<uuid:insight>/", genes.insight, name="insight"),
    path("genes/<uuid:insight>/dismiss/", genes.put_away, name="dismiss_insight"),
    path("health/", health.health, name="health"),
    path("health/add/<slug:kind>/", health.add, name="add_reading"),
    path("health/<uuid:observation>/withdraw/", health.withdraw, name="withdraw_reading"),
    path("messages/", messages.topics, name="messages"),
    path("messages/new/", messages.new, name="new_message"),
    path("messages/<uuid:conversation>/", messages.thread, name="thread"),
    path("messages/<uuid:conversation>/news/", messages.thread_news, name="thread_news"),
    path("messages/<uuid:conversation>/say/", messages.say_it, name="say"),
    path("messages/<uuid:conversation>/read/", messages.mark, name="mark_read"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/helper/", sharing.invite, name="invite_helper"),
    path("sharing/helper/<uuid:proxy>/end/", sharing.end_help, name="end_help"),
    path(
        "sharing/helper/invitation/<uuid:invitation>/withdraw/",
        sharing.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("sharing/<uuid:relationship>/", sharing.decide, name="decide_sharing"),
    path("sharing/<uuid:relationship>/end/", sharing.end_relationship, name="end_care"),
]
