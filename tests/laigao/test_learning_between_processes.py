"""A correction made in one process is used by another that has been running all the time, and by one that starts later."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.instance import ROOT, Instance

#: Reads lines of Python from its standard input and answers each with a line: a worker, or a web process, that stays.
STAYS = """
import sys
from laigao.start import setup
setup()
from newsroom import deciding, learning
from newsroom.models import ColumnPage, Draft
from tests.newsroom.desk.people import person
from tests.newsroom.learning.mails import DOUGH, PAPER, PUPPETS, arrives, offered
def correct(draft, name):
    deciding.edit(draft, person("bianji"), draft.version, column=ColumnPage.objects.get(title=name))
for line in sys.stdin:
    print("=", eval(line), flush=True)
"""


class Process:
    def __init__(self, instance: Instance) -> None:
        pipe = subprocess.PIPE
        argv = [sys.executable, "-c", STAYS]
        self.pipe = subprocess.Popen(argv, cwd=ROOT, env=instance.env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)

    def ask(self, line: str) -> str:
        self.pipe.stdin.write(line + "\n")
        self.pipe.stdin.flush()
        return next(answer for answer in self.pipe.stdout if answer.startswith("= "))[2:].strip()

    def end(self) -> None:
        self.pipe.stdin.close()
        self.pipe.wait(20)


@pytest.fixture
def instance(tmp_path):
    with Instance(tmp_path / "data", LAIGAO_BROKER_URL="redis://127.0.0.1:1/0") as made:
        yield made


@pytest.mark.long
def test_what_an_editor_teaches_in_the_web_process_the_worker_knows_at_the_next_mail(instance):
    web, worker = Process(instance), Process(instance)
    assert worker.ask('offered(arrives("红纸", PAPER))[0]') == "民间艺术"
    web.ask('correct(Draft.objects.get(), "传统工艺")')
    assert worker.ask('offered(arrives("牛皮", PUPPETS))[0]') == "传统工艺"
    worker.end()
    later = Process(instance)
    web.ask('[correct(draft, "社会万象") for draft in Draft.objects.filter(column_confirmed=False)] and 0')
    assert later.ask('offered(arrives("面花", DOUGH))[0]') == "社会万象"
    for process in (web, later):
        process.end()
