"""All addresses: the desk below /desk/, sign-in below /account/, everything else is the public site."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("desk/", include("hospitium.desk.urls")),
    path("desk/", include("hospitium.partners.urls")),
    path("desk/", include("hospitium.topics.urls")),
    path("desk/", include("hospitium.agreements.urls")),
    path("", include("hospitium.programme.urls")),
    path("", include("hospitium.visits.urls")),
    path("", include("hospitium.calendars.urls")),
    path("", include("hospitium.delegations.urls")),
    path("", include("hospitium.exchange.urls")),
    path("desk/", include("hospitium.retention.urls")),
    path("desk/", include("hospitium.documents.urls")),
    path("desk/", include("hospitium.vault.urls")),
    path("desk/", include("hospitium.interchange.urls")),
    path("", include("hospitium.accounts.urls")),
    path("", include("hospitium.core.urls")),
    path("", include("hospitium.portal.urls")),
]
handler400 = "hospitium.core.http.bad_request"
handler403 = "hospitium.core.http.forbidden"
handler404 = "hospitium.core.http.not_found"
handler500 = "hospitium.core.http.broken"
