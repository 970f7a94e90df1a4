from django.urls import path

from mendly.medicines.api import calendars, views

PATIENT = "patients/<uuid:patient>/"
MEDICINE = f"{PATIENT}medicines/<uuid:medicine>/"

urlpatterns = [
    path(f"{PATIENT}medicines/", views.Medicines.as_view()),
    path(MEDICINE, views.OneMedicine.as_view()),
    path(f"{MEDICINE}end/", views.EndMedicine.as_view()),
    path(f"{MEDICINE}schedules/", views.Schedules.as_view()),
    path(f"{PATIENT}intakes/", views.Intakes.as_view()),
    path(f"{PATIENT}doses/", views.Doses.as_view()),
    path(f"{PATIENT}calendar/", calendars.OneCalendar.as_view()),
    path(f"{PATIENT}travel/", calendars.Travel.as_view()),
]
