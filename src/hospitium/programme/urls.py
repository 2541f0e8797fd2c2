"""Addresses of activities, promises and claims."""

from django.urls import path

from hospitium.programme.views import activities, claims, lists, promises

app_name = "programme"
urlpatterns = [
    path("activities/", lists.activities, name="activities"),
    path("new/activity/", activities.activity_new, name="activity_new"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/publish/", activities.activity_publish, name="activity_publish"),
    path("activities/<int:pk>/unpublish/", activities.activity_unpublish, name="activity_unpublish"),
    path("new/promise/", promises.promise_new, name="promise_new"),
    path("promises/<int:pk>/edit/", promises.promise_edit, name="promise_edit"),
    path("promises/<int:pk>/close/", promises.promise_close, name="promise_close"),
    path("promises/<int:pk>/reopen/", promises.promise_reopen, name="promise_reopen"),
    path("claims/<int:pk>/choose/", claims.claim_choose, name="claim_choose"),
    path("claims/<str:kind>/<int:key>/<slug:fact>/", claims.claim, name="claim"),
]
