"""Every address of the desk, asked for by each role and by nobody, against a table."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from newsroom import backing_off
from newsroom.desk import ops, urls
from newsroom.models import AuditEntry, Draft, Letter
from newsroom.states import LetterState
from tests.newsroom.desk.people import client, person
from tests.newsroom.desk.rows import a_draft, a_file, a_letter, a_pair, a_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

#: role -> who tries it
PEOPLE = {"责任编辑": "bianji", "部主任": "zhuren", "总编": "zongbian", "运维": "yunwei", "超级用户": "root"}
DESK = {"责任编辑", "部主任", "总编", "超级用户"}
RAW = {"部主任", "总编", "运维", "超级用户"}
CONTACT = CHIEFS = {"部主任", "总编", "超级用户"}
OPS = {"运维", "超级用户"}

#: address -> (method, who may, what they get)
TABLE = {
    "laigao_desk": ("get", DESK, 200),
    "laigao_rows": ("get", DESK, 200),
    "laigao_draft": ("get", DESK, 200),
    "laigao_send_on": ("post", DESK, 200),
    "laigao_decline": ("post", DESK, 200),
    "laigao_changes": ("post", DESK, 200),
    "laigao_hold": ("post", DESK, 200),
    "laigao_undo": ("post", DESK, 422),  # nothing to undo
    "laigao_contact": ("post", CONTACT, 200),
    "laigao_field": ("post", DESK, 200),
    "laigao_check": ("post", DESK, 200),
    "laigao_block": ("post", DESK, 200),
    "laigao_choose_picture": ("post", DESK, 200),
    "laigao_copy": ("post", DESK, 200),
    "laigao_picture": ("get", DESK, 200),
    "laigao_frame": ("get", DESK, 200),
    "laigao_raw": ("get", RAW, 200),
    "laigao_original": ("get", RAW, 200),
    "laigao_tray": ("get", DESK, 200),
    "laigao_tray_letter": ("get", DESK, 200),
    "laigao_tray_make": ("post", DESK, 409),  # a letter that is drafted already
    "laigao_bulk": ("post", DESK, 200),
    "laigao_versions": ("get", DESK, 200),
    "laigao_columns": ("get", CHIEFS, 200),
    "laigao_columns_confirm": ("get", CHIEFS, 302),  # no columns named
    "laigao_columns_merge": ("post", CHIEFS, 302),
    "laigao_ops": ("get", OPS, 200),
    "laigao_ops_queue": ("post", OPS, 302),
    "laigao_ops_mailbox": ("post", OPS, 302),
    "laigao_ops_reread": ("post", OPS, 302),
    "laigao_ops_fetch": ("post", OPS, 302),
    "laigao_ops_reread_all": ("post", OPS, 302),
    "laigao_ops_ignore": ("post", OPS, 302),
    "laigao_ops_reply": ("post", OPS, 302),
}
POSTED = {"version": "1", "reason": "时效已过", "points": "核实地名", "field": "title", "value": "新题", "text": "新", "selected": "0"}


def rows() -> dict[str, object]:
    """A draft with a check, a picture, a file; a letter set aside for 运维."""
    check = {"code": "x", "message": "疑误", "block": 0, "start": 0, "end": 2, "suggestion": "渭水", "severity": "warn"}
    draft = a_draft(checks=[check])
    pair = a_pair(draft)
    return {
        "draft": draft,
        "pair": pair,
        "picture": a_picture(draft),
        "file": a_file(draft.letter),
        "aside": a_letter(state=LetterState.SET_ASIDE),
        "mailbox": backing_off.row("tougao@laigao.example"),
    }


def address(name: str, made: dict) -> str:
    draft = made["draft"]
    args = {
        "laigao_check": [draft.pk, 0, "apply"],
        "laigao_block": [draft.pk, 0, "text"],
        "laigao_choose_picture": [draft.pk, made["picture"].pk],
        "laigao_copy": [draft.pk, made["pair"].pk, "different"],
        "laigao_picture": [made["picture"].pk],
        "laigao_original": [made["file"].pk],
        "laigao_ops_queue": ["mail", 1],
        "laigao_ops_mailbox": [made["mailbox"].pk, 1],
        "laigao_ops_reread": [made["aside"].pk],
        "laigao_ops_fetch": [made["aside"].pk],
        "laigao_ops_ignore": [made["aside"].pk],
        "laigao_ops_reply": [1],
    }.get(name)
    if args is None:
        pattern = next(p for p in [*urls.urlpatterns, *ops.urlpatterns] if p.name == name).pattern
        given = {"draft_id": draft.pk, "letter_id": draft.letter_id}
        args = [given[key] for key in pattern.converters if key in given]
    return reverse(name, args=args)


def ask(who: Client, name: str, made: dict):
    method = TABLE[name][0]
    extra = {"headers": {"HX-Request": "true"}}
    return who.get(address(name, made), **extra) if method == "get" else who.post(address(name, made), POSTED, **extra)


def test_the_table_names_every_address():
    assert {p.name for p in [*urls.urlpatterns, *ops.urlpatterns]} == TABLE.keys()


def state() -> tuple:
    return list(Draft.objects.order_by("pk").values_list("version", "state")), AuditEntry.objects.count()


@pytest.mark.parametrize("role", [*PEOPLE, "外人", None])
def test_who_may_open_what(role):
    """Whoever may, gets it; who may not, is sent away, sees nothing of the draft and changes nothing."""
    found, expected = {}, {}
    who = Client() if role is None else client(PEOPLE.get(role, "guest"))
    for name, (_method, may, status) in TABLE.items():
        if name == "laigao_ops_reply" and role in may:
            continue  # its rows are the ops pages' own
        made = rows()
        before = state()
        response = ask(who, name, made)
        if role in may:
            found[name], expected[name] = response.status_code, status
        else:
            seen = "渭河边的老屋" in response.content.decode("utf-8", "replace")
            found[name], expected[name] = (response.status_code in (302, 403), seen, state() == before), (True, False, True)
    assert found == expected


def test_what_changes_something_is_posted_with_a_token():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("root"))
    posted = [name for name, (method, _may, _status) in TABLE.items() if method == "post"]
    made = rows()
    got = {name: (strict.post(address(name, made), POSTED).status_code, strict.get(address(name, made)).status_code) for name in posted}
    assert got == dict.fromkeys(posted, (403, 405))


def test_pages_run_scripts_of_our_own_only():
    page = client("bianji").get(reverse("laigao_desk"))
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "<script>" not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_what_came_by_mail_stands_alone():
    made = rows()
    frame = client("bianji").get(address("laigao_frame", made))
    policy = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
    assert frame.headers["Content-Security-Policy"].startswith(policy)
    chief = client("zongbian")
    for name in ("laigao_raw", "laigao_original"):
        file = chief.get(address(name, made))
        assert file.headers["Content-Disposition"].startswith("attachment; ")
        assert file.headers["Content-Type"] == "application/octet-stream"
        assert (file.headers["X-Content-Type-Options"], file.headers["Content-Security-Policy"][:7]) == ("nosniff", "sandbox")
    entries = AuditEntry.objects.order_by("id").values_list("action", "target", "person__username")
    number = Letter.objects.get(pk=made["draft"].letter_id).number
    assert list(entries) == [("open-raw", number, "zongbian"), ("open-original", number, "zongbian")]
