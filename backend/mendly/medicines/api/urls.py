from django.urls import path

from mendly.medicines.api import calendars, course_views, reminders, stock_views, views, warning_views

PATIENT = "patients/<uuid:patient>/"
MEDICINE = f"{PATIENT}medicines/<uuid:medicine>/"

urlpatterns = [
    path(f"{PATIENT}medicines/", views.Medicines.as_view()),
    path(MEDICINE, views.OneMedicine.as_view()),
    path(f"{MEDICINE}end/", views.EndMedicine.as_view()),
    path(f"{MEDICINE}schedules/", views.Schedules.as_view()),
    path(f"{MEDICINE}tapers/", views.Tapers.as_view()),
    path(f"{PATIENT}schedules/<uuid:schedule>/pause/", views.PausedPlan.as_view()),
    path(f"{PATIENT}schedules/<uuid:schedule>/resume/", views.ResumedPlan.as_view()),
    path(f"{MEDICINE}proposals/", views.NewProposal.as_view()),
    path(f"{PATIENT}proposals/", views.Proposals.as_view()),
    path(f"{PATIENT}proposals/<uuid:proposal>/answer/", views.ProposalAnswer.as_view()),
    path(f"{PATIENT}proposals/<uuid:proposal>/withdraw/", views.ProposalWithdrawal.as_view()),
    path(f"{MEDICINE}stock/", stock_views.Stock.as_view()),
    path(f"{MEDICINE}stock/<uuid:entry>/undo/", stock_views.UndoneStock.as_view()),
    path(f"{MEDICINE}stock/reminder/", stock_views.StockReminder.as_view()),
    path(f"{PATIENT}doses/as-needed/", views.DosesAsNeeded.as_view()),
    path(f"{PATIENT}medicine-warnings/", warning_views.Warnings.as_view()),
    path(f"{PATIENT}medicine-warnings/<uuid:warning>/hide/", warning_views.HideWarning.as_view()),
    path(f"{PATIENT}medicine-warnings/<uuid:warning>/show/", warning_views.ShowWarning.as_view()),
    path("medicine-names/", warning_views.MedicineNames.as_view()),
    path(f"{PATIENT}intakes/", views.Intakes.as_view()),
    path(f"{PATIENT}doses/", views.Doses.as_view()),
    path(f"{PATIENT}adherence/", course_views.Course.as_view()),
    path(f"{PATIENT}barrier-questions/", course_views.BarrierQuestions.as_view()),
    path(f"{PATIENT}barrier-answers/", course_views.BarrierAnswers.as_view()),
    path("side-effect-signs/", course_views.Signs.as_view()),
    path(f"{PATIENT}side-effects/", course_views.SideEffects.as_view()),
    path(f"{PATIENT}side-effects/<uuid:effect>/", course_views.OneSideEffect.as_view()),
    path(f"{PATIENT}weekly-summaries/", course_views.Weeks.as_view()),
    path(f"{PATIENT}weekly-summaries/choice/", course_views.WeekChoice.as_view()),
    path(f"{PATIENT}reminders/", reminders.Reminders.as_view()),
    path(f"{PATIENT}calendar/", calendars.OneCalendar.as_view()),
    path(f"{PATIENT}travel/", calendars.Travel.as_view()),
]
