from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.medicines import services
from mendly.medicines.api import stock_serializers as shapes
from mendly.medicines.services.stocks import Counted
from mendly.medicines.stocks import stock_of
from mendly_core.doses import StockKind


class Stock(MendlyView):
    """What is left of a medicine."""

    @extend_schema(responses=shapes.StockOut)
    def get(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        return Response(shapes.StockOut(stock_of(self.actor, patient, medicine)).data)

    @extend_schema(request=shapes.StockIn, responses={201: shapes.StockOut, 200: shapes.StockOut})
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        given = self.checked(shapes.StockIn)
        said = Counted(
            StockKind(given["kind"]), Decimal(given["amount"]), given["days"], given["expires"], given["at"]
        )
        _, created = services.record_stock(self.actor, patient, medicine, given["id"], said)
        found = stock_of(self.actor, patient, medicine)
        return Response(shapes.StockOut(found).data, status=201 if created else 200)


class UndoneStock(MendlyView):
    """An entry was a mistake. What it said stays in the record."""

    @extend_schema(request=None, responses=shapes.StockOut)
    def post(self, request: Request, patient: UUID, medicine: UUID, entry: UUID) -> Response:
        services.undo_stock(self.actor, patient, medicine, entry)
        return Response(shapes.StockOut(stock_of(self.actor, patient, medicine)).data)


class StockReminder(MendlyView):
    """From how many days before the end to say so."""

    @extend_schema(request=shapes.StockReminderBody, responses=shapes.StockReminderBody)
    def put(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        days_before = self.checked(shapes.StockReminderBody)["days_before"]
        row = services.choose_stock_reminder(self.actor, patient, medicine, days_before)
        return Response(shapes.StockReminderBody(row).data)
