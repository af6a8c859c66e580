"""Every address of the desk. Registered inside Wagtail's admin, so each asks for a login and for access to the admin first."""

from __future__ import annotations

from django.urls import path

from . import amending, bulk, columns_chart, copies, decisions, mail, tray, triage, versions

urlpatterns = [
    path("laigao/", triage.page, name="laigao_desk"),
    path("laigao/rows/", triage.rows, name="laigao_rows"),
    path("laigao/bulk/", bulk.page, name="laigao_bulk"),
    path("laigao/d/<int:draft_id>/versions/", versions.page, name="laigao_versions"),
    path("laigao/d/<int:draft_id>/", triage.one, name="laigao_draft"),
    path("laigao/d/<int:draft_id>/send-on/", decisions.send_on, name="laigao_send_on"),
    path("laigao/d/<int:draft_id>/decline/", decisions.decline, name="laigao_decline"),
    path("laigao/d/<int:draft_id>/changes/", decisions.changes, name="laigao_changes"),
    path("laigao/d/<int:draft_id>/hold/", decisions.hold, name="laigao_hold"),
    path("laigao/d/<int:draft_id>/undo/", decisions.undo, name="laigao_undo"),
    path("laigao/d/<int:draft_id>/contact/", decisions.contact, name="laigao_contact"),
    path("laigao/d/<int:draft_id>/field/", amending.field, name="laigao_field"),
    path("laigao/d/<int:draft_id>/check/<int:number>/<str:action>/", amending.check, name="laigao_check"),
    path("laigao/d/<int:draft_id>/block/<int:index>/<str:action>/", amending.block, name="laigao_block"),
    path("laigao/d/<int:draft_id>/picture/<int:picture_id>/", amending.picture, name="laigao_choose_picture"),
    path("laigao/d/<int:draft_id>/copy/<int:pair_id>/<str:verdict>/", copies.judge, name="laigao_copy"),
    path("laigao/picture/<int:picture_id>/", mail.picture, name="laigao_picture"),
    path("laigao/letter/<int:letter_id>/frame/", mail.frame, name="laigao_frame"),
    path("laigao/letter/<int:letter_id>/raw/", mail.raw, name="laigao_raw"),
    path("laigao/file/<int:file_id>/", mail.original, name="laigao_original"),
    path("laigao/columns/", columns_chart.page, name="laigao_columns"),
    path("laigao/columns/merge/", columns_chart.confirm, name="laigao_columns_confirm"),
    path("laigao/columns/merge/do/", columns_chart.merge, name="laigao_columns_merge"),
    path("laigao/tray/", tray.page, name="laigao_tray"),
    path("laigao/tray/<int:letter_id>/", tray.one, name="laigao_tray_letter"),
    path("laigao/tray/<int:letter_id>/make/", tray.make, name="laigao_tray_make"),
]
