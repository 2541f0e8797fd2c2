"""Addresses of partners, partnerships, contacts, needs and offers; the file of a partnership is the desk's."""

from django.urls import path

from hospitium.partners.views import contacts, interests, lists, partnerships

app_name = "partners"
urlpatterns = [
    path("partnerships/", lists.partnerships, name="partnerships"),
    path("contacts/", lists.contacts, name="contacts"),
    path("new/partner/", partnerships.partner_new, name="partner_new"),
    path("partners/<slug:key>/", partnerships.partner, name="partner"),
    path("partners/<slug:key>/edit/", partnerships.partner_edit, name="partner_edit"),
    path("partners/<slug:key>/units/", partnerships.unit_new, name="unit_new"),
    path("partner-units/<int:pk>/edit/", partnerships.unit_edit, name="unit_edit"),
    path("new/partnership/", partnerships.partnership_new, name="partnership_new"),
    path("partnerships/<slug:key>/edit/", partnerships.partnership_edit, name="partnership_edit"),
    path("partnerships/<slug:key>/assign/", partnerships.partnership_assign, name="partnership_assign"),
    path("partnerships/<slug:key>/status/<slug:step>/", partnerships.partnership_status, name="partnership_status"),
    path("partnerships/<slug:key>/exception/", partnerships.exception_new, name="exception_new"),
    path("exceptions/<int:pk>/withdraw/", partnerships.exception_withdraw, name="exception_withdraw"),
    path("new/contact/", contacts.contact_new, name="contact_new"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/confirm/", contacts.contact_confirm, name="contact_confirm"),
    path("contacts/<int:pk>/functions/", contacts.function_new, name="function_new"),
    path("functions/<int:pk>/end/", contacts.function_end, name="function_end"),
    path("contacts/<int:pk>/known-by/", contacts.acquaintance_new, name="acquaintance_new"),
    path("interests/", interests.interests, name="interests"),
    path("new/interest/", interests.interest_new, name="interest_new"),
    path("interests/<int:pk>/edit/", interests.interest_edit, name="interest_edit"),
    path("interests/<int:pk>/withdraw/", interests.interest_withdraw, name="interest_withdraw"),
]
