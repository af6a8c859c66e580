"""People of the newsroom, for tests: an account of each role, a superuser who is nobody, and one who is everything."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from newsroom import roles

ROLE_OF = {"bianji": "责任编辑", "bianji2": "责任编辑", "zhuren": "部主任", "zhuren2": "部主任", "zongbian": "总编", "yunwei": "运维"}


def person(name: str):
    """The account, made at first asking. `root`: a superuser in no group; `all`: one in every group; `guest`: no access to the admin."""
    found = get_user_model().objects.filter(username=name).first()
    if found:
        return found
    # no password: hashing one costs more than the rest of a test, and nobody here logs in by one
    made = get_user_model().objects.create(username=name, first_name=name, is_superuser=name in ("root", "all"), password="!")
    if name in ROLE_OF:
        return roles.account(name, ROLE_OF[name], "", name=name)
    if name == "all":
        made.groups.set(Group.objects.all())
    return made


def client(name: str) -> Client:
    made = Client()
    made.force_login(person(name))
    return made
