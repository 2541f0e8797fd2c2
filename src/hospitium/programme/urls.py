"""Addresses of activities, promises, claims and year programmes."""

from django.urls import include, path

from hospitium.programme.views import activities, claims, guests, learning, lines, lists, papers, promises, years

app_name = "programme"
desk = [
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
    path("learning-points/", learning.learning_points, name="learning_points"),
    path("new/learning-point/", learning.learning_point_new, name="learning_point_new"),
    path("learning-points/<int:pk>/", learning.learning_point, name="learning_point"),
    path("learning-points/<int:pk>/edit/", learning.learning_point_edit, name="learning_point_edit"),
    path("learning-points/<int:pk>/close/", learning.learning_point_close, name="learning_point_close"),
    path("learning-points/<int:pk>/postpone/", learning.learning_point_postpone, name="learning_point_postpone"),
    path("learning-points/<int:pk>/reopen/", learning.learning_point_reopen, name="learning_point_reopen"),
    path("claims/<int:pk>/choose/", claims.claim_choose, name="claim_choose"),
    path("claims/<str:kind>/<int:key>/<slug:fact>/", claims.claim, name="claim"),
    path("year-programmes/", years.year_programmes, name="year_programmes"),
    path("new/year-programme/", years.year_programme_new, name="year_programme_new"),
    path("year-programmes/<int:pk>/", years.year_programme, name="year_programme"),
    path("year-programmes/<int:pk>/edit/", years.year_programme_edit, name="year_programme_edit"),
    path("year-programmes/<int:pk>/send/", years.year_programme_send, name="year_programme_send"),
    path("year-programmes/<int:pk>/agree/", years.year_programme_agree, name="year_programme_agree"),
    path("year-programmes/<int:pk>/take-back/", years.year_programme_take_back, name="year_programme_take_back"),
    path("year-programmes/<int:pk>/reopen/", years.year_programme_reopen, name="year_programme_reopen"),
    path("year-programmes/<int:pk>/close/", years.year_programme_close, name="year_programme_close"),
    path("year-programmes/<int:pk>/take/", lines.year_programme_take, name="year_programme_take"),
    path("year-programmes/<int:pk>/paper/", papers.year_programme_paper, name="year_programme_paper"),
    path("year-programmes/<int:pk>/lines/new/", lines.line_new, name="line_new"),
    path("year-lines/", lines.lines, name="lines"),
    path("year-lines/<int:pk>/", lines.line, name="line"),
    path("year-lines/<int:pk>/edit/", lines.line_edit, name="line_edit"),
    path("year-lines/<int:pk>/agree/", lines.line_agree, name="line_agree"),
    path("year-lines/<int:pk>/counter/", lines.line_counter, name="line_counter"),
    path("year-lines/<int:pk>/postpone/", lines.line_postpone, name="line_postpone"),
    path("year-lines/<int:pk>/drop/", lines.line_drop, name="line_drop"),
    path("year-lines/<int:pk>/take-up/", lines.line_take_up, name="line_take_up"),
    path("year-lines/<int:pk>/done/", lines.line_done, name="line_done"),
    path("year-lines/<int:pk>/plan/", lines.line_plan, name="line_plan"),
]
urlpatterns = [
    path("desk/", include(desk)),
    path("guest/<int:link>/year/", guests.guest_year, name="guest_year"),
    path("guest/<int:link>/year/new/", guests.guest_year_new, name="guest_year_new"),
    path("guest/<int:link>/year/lines/<int:line>/", guests.guest_year_line, name="guest_year_line"),
]
