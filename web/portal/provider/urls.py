"""Addresses of a clinic's pages."""

from django.urls import URLPattern, path

from portal.provider import (
    alerts,
    check,
    course,
    emergency,
    genes,
    medicines,
    papers,
    patient,
    proposals,
    queue,
    reports,
    review,
    signing,
    talk,
    team,
)

urlpatterns: list[URLPattern] = [
    path("queue/", queue.queue, name="queue"),
    path("queue/<uuid:item>/<slug:act>/", queue.act, name="queue_act"),
    path("changed-answers/<uuid:item>/", queue.changed, name="changed_answers"),
    path("panel/", patient.panel, name="panel"),
    path("signing/", signing.signing, name="signing"),
    path("signing/rule/", signing.rule, name="signing_rule"),
    path("signing/<slug:act>/", signing.act, name="signing_act"),
    path("team/", team.team, name="team"),
    path("team/<uuid:colleague>/end/", team.end, name="end_colleague"),
    path("emergency/", emergency.open_record, name="open_in_emergency"),
    path("emergencies/", review.review, name="review_emergencies"),
    path("emergencies/<uuid:opening>/", review.judge, name="judge_emergency"),
    path("patients/<uuid:patient>/", patient.overview, name="patient"),
    path("patients/<uuid:patient>/emergency/<uuid:opening>/end/", emergency.give_back, name="give_back"),
    path("patients/<uuid:patient>/messages/", talk.conversations, name="patient_messages"),
    path("patients/<uuid:patient>/messages/<uuid:conversation>/", talk.thread, name="patient_thread"),
    path("patients/<uuid:patient>/genes/", genes.report, name="patient_genes"),
    path("patients/<uuid:patient>/check/", check.check, name="patient_check"),
    path("patients/<uuid:patient>/papers/<slug:paper>/", papers.paper, name="patient_paper"),
    path("patients/<uuid:patient>/papers/<slug:paper>/file/", papers.paper_file, name="patient_paper_file"),
    path(
        "patients/<uuid:patient>/genes/lab/<uuid:lab_result>/withdraw/",
        genes.withdraw,
        name="patient_withdraw_lab_result",
    ),
    path("patients/<uuid:patient>/reports/", reports.reports, name="patient_reports"),
    path(
        "patients/<uuid:patient>/reports/<uuid:report>/withdraw/",
        reports.withdraw,
        name="patient_withdraw_report",
    ),
    path("patients/<uuid:patient>/alerts/<uuid:alert>/", alerts.alert, name="patient_alert"),
    path("patients/<uuid:patient>/course/", course.course, name="patient_course"),
    path("patients/<uuid:patient>/medicines/add/", medicines.add, name="patient_add_medicine"),
    path("patients/<uuid:patient>/medicines/<uuid:medicine>/plans/", proposals.proposals, name="proposals"),
    path(
        "patients/<uuid:patient>/medicines/<uuid:medicine>/plans/<uuid:schedule>/",
        proposals.propose,
        name="propose_plan",
    ),
    path(
        "patients/<uuid:patient>/medicines/<uuid:medicine>/proposals/<uuid:proposal>/withdraw/",
        proposals.withdraw,
        name="withdraw_proposal",
    ),
]
