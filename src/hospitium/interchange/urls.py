"""Addresses for records and tables that come in or go out."""

from django.urls import path

from hospitium.interchange.views import record, tables

app_name = "interchange"
urlpatterns = [
    path("tables/", tables.import_table, name="import_table"),
    path("tables/<int:pk>/columns/", tables.table_columns, name="table_columns"),
    path("tables/<int:pk>/preview/", tables.table_preview, name="table_preview"),
    path("tables/<int:pk>/result/", tables.table_result, name="table_result"),
    path("tables/templates/<slug:target>/<slug:kind>/", tables.table_template, name="table_template"),
    path("record/", record.import_record, name="import_record"),
    path("record/confirm/", record.import_record_confirm, name="import_record_confirm"),
    path("record/export/", record.export_record, name="export_record"),
]
