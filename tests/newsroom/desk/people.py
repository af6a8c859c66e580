"""People of the newsroom, for tests: an account of each role, a superuser who is nobody, and one who is everything."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from newsroom import roles

PASSWORD = "a-long-password-2026"
ROLE_OF = {"bianji": "责任编辑", "bianji2": "责任编辑", "zhuren": "部主任", "zhuren2": "部主任", "zongbian": "总编", "yunwei": "运维"}


def person(name: str):
    """The account, made at first asking. `root`: a superuser in no group; `all`: a superuser in every group; `guest`: admin access to nothing."""
    found = get_user_model().objects.filter(username=name).first()
    if found:
        return found
    if name in ROLE_OF:
        return roles.account(name, ROLE_OF[name], PASSWORD, name=name)
    if name == "guest":
        return get_user_model().objects.create_user(name, password=PASSWORD)
    made = get_user_model().objects.create_superuser(name, f"{name}@laigao.example", PASSWORD)
    if name == "all":
        made.groups.set(Group.objects.all())
    return made


def client(name: str) -> Client:
    made = Client()
    made.force_login(person(name))
    return made
