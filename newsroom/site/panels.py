"""What the gate says about an article, shown above its fields in the editor."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel


class GatePanel(Panel):
    """The findings in the newest text, those that block first. Nothing is shown when there are none."""

    class BoundPanel(Panel.BoundPanel):
        def findings(self) -> list:
            from newsroom import gate

            if not self.instance.pk:
                return []
            return sorted(gate.open_findings(self.instance), key=lambda finding: gate.ORDER.index(finding.severity))

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.findings())

        def render_html(self, parent_context=None):
            found = self.findings()
            lines = format_html_join("", "<li>{}{}</li>", ((_weight(one), one.message) for one in found))
            hard = any(one.severity != "warn" for one in found)
            link = ""
            if any(one.severity == "block" for one in found):
                url = reverse("laigao_gate", args=(self.instance.pk,))
                link = format_html('<p><a href="{}">{}</a></p>', url, _("经作者同意公开？由复审、终审者写明理由放行"))
            kind = "critical" if hard else "warning"
            return format_html('<div class="help-block help-{}"><ul>{}</ul>{}</div>', kind, lines, link)


def _weight(finding) -> str:
    return {"never": _("不能发布，任何人不得放行："), "block": _("不能发布："), "warn": _("请核对：")}[finding.severity]
