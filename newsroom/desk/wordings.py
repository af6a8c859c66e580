"""信件措辞 in Wagtail's admin: a list of all kinds, each with its editor and a preview made of a real draft. None is added or deleted."""

from __future__ import annotations

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.models import LetterWording


class _ChangeOnly(ModelPermissionPolicy):
    """The kinds are the program's; only their words are the desk's."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class Wordings(SnippetViewSet):
    model = LetterWording
    icon = "mail"
    menu_label = "信件措辞"
    menu_name = "laigao-wordings"
    menu_order = 90
    add_to_settings_menu = True
    list_display = ["__str__", "changed"]
    list_per_page = 50
    inspect_view_enabled = False
    copy_view_enabled = False

    @property
    def permission_policy(self):
        return _ChangeOnly(self.model)


register_snippet(Wordings)
