"""Every screen by its name, and the five tabs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from mendly_app.ui.screens.add_medicine import AddMedicineScreen
from mendly_app.ui.screens.add_medicine_model import AddMedicineModel
from mendly_app.ui.screens.add_reading import AddReadingScreen
from mendly_app.ui.screens.add_reading_model import AddReadingModel
from mendly_app.ui.screens.base import AppScreen, Model
from mendly_app.ui.screens.beyond import BeyondScreen
from mendly_app.ui.screens.beyond_model import BeyondModel
from mendly_app.ui.screens.dose import DoseScreen
from mendly_app.ui.screens.dose_model import DoseModel
from mendly_app.ui.screens.genes import GenesScreen
from mendly_app.ui.screens.genes_model import GenesModel
from mendly_app.ui.screens.health import HealthScreen
from mendly_app.ui.screens.health_model import HealthModel
from mendly_app.ui.screens.insight import InsightScreen
from mendly_app.ui.screens.insight_model import InsightModel
from mendly_app.ui.screens.medicine import MedicineScreen
from mendly_app.ui.screens.medicine_model import MedicineModel
from mendly_app.ui.screens.medicines import MedicinesScreen
from mendly_app.ui.screens.medicines_model import MedicinesModel
from mendly_app.ui.screens.messages import MessagesScreen
from mendly_app.ui.screens.messages_model import MessagesModel
from mendly_app.ui.screens.not_sent import NotSentScreen
from mendly_app.ui.screens.not_sent_model import NotSentModel
from mendly_app.ui.screens.settings import SettingsScreen
from mendly_app.ui.screens.settings_model import SettingsModel
from mendly_app.ui.screens.thread import ThreadScreen
from mendly_app.ui.screens.thread_model import ThreadModel
from mendly_app.ui.screens.today import TodayScreen
from mendly_app.ui.screens.today_model import TodayModel
from mendly_app.ui.screens.topic import TopicScreen
from mendly_app.ui.screens.topic_model import TopicModel
from mendly_app.ui.screens.welcome import WelcomeScreen
from mendly_app.ui.screens.welcome_model import WelcomeModel

TABS: Final = (
    ("today", "home"),
    ("medicines", "pill"),
    ("health", "pulse"),
    ("genes", "gene"),
    ("messages", "message"),
)
"""Name and icon of each tab."""

TAB_OF: Final = MappingProxyType(
    {
        "medicine": "medicines",
        "add_medicine": "medicines",
        "dose": "today",
        "add_reading": "health",
        "insight": "genes",
        "beyond": "genes",
        "topic": "genes",
        "thread": "messages",
        "settings": "today",
        "not_sent": "today",
    }
)
"""Which tab a page below it belongs to."""

SCREENS: Final = MappingProxyType[str, tuple[type[AppScreen], type[Model]]](
    {
        "welcome": (WelcomeScreen, WelcomeModel),
        "today": (TodayScreen, TodayModel),
        "dose": (DoseScreen, DoseModel),
        "medicines": (MedicinesScreen, MedicinesModel),
        "add_medicine": (AddMedicineScreen, AddMedicineModel),
        "medicine": (MedicineScreen, MedicineModel),
        "health": (HealthScreen, HealthModel),
        "add_reading": (AddReadingScreen, AddReadingModel),
        "genes": (GenesScreen, GenesModel),
        "insight": (InsightScreen, InsightModel),
        "beyond": (BeyondScreen, BeyondModel),
        "topic": (TopicScreen, TopicModel),
        "messages": (MessagesScreen, MessagesModel),
        "thread": (ThreadScreen, ThreadModel),
        "settings": (SettingsScreen, SettingsModel),
        "not_sent": (NotSentScreen, NotSentModel),
    }
)
