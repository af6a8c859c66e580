"""Every template parses in its own engine: `python -m tests.check_templates`. A file that does not is named, exit 1."""

from __future__ import annotations

import sys

from tests import environment  # noqa: F401 - the tests' settings


def main() -> int:
    from laigao.start import setup

    setup()
    from django.conf import settings
    from django.template import TemplateSyntaxError, engines

    broken = 0
    files = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"})
    for path in files:
        name = path.relative_to(settings.BASE_DIR / "templates").as_posix()
        engine = engines["django"] if name.startswith(("desk/", "wagtailadmin/")) else engines["jinja2"]
        try:
            engine.get_template(name)
        except TemplateSyntaxError as error:
            broken += 1
            print(f"{name}: {error}")
    print(f"{len(files)} templates, {broken} broken")
    return 1 if broken or not files else 0


if __name__ == "__main__":
    sys.exit(main())
