"""Addresses for records and tables that come in or go out."""

from django.urls import path

from hospitium.interchange.views import record, tables

app_name = "interchange"
urlpatterns = [
    path("tables/", tables.import_table, name="import_table"),
    path("record/", record.import_record, name="import_record"),
    path("record/confirm/", record.import_record_confirm, name="import_record_confirm"),
    path("record/export/", record.export_record, name="export_record"),
]
