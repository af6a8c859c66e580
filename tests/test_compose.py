"""docker-compose.yml: its structure, its hardening, and every command and health check in it run as the command it is."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.instance import Instance
from tests.mailservers import free_port

ROOT = Path(__file__).resolve().parent.parent
#: What compose-spec allows of what we use: service key -> the types a value may have.
SERVICE = {
    "build": (str, dict), "cap_add": list, "cap_drop": list, "command": (str, list), "depends_on": dict, "env_file": (str, list),
    "environment": dict, "expose": list, "healthcheck": dict, "image": str, "init": bool, "logging": dict, "mem_limit": str,
    "pids_limit": int, "ports": list, "profiles": list, "read_only": bool, "restart": str, "security_opt": list, "shm_size": str,
    "stop_grace_period": str, "sysctls": dict, "tmpfs": list, "user": str, "volumes": list,
}  # fmt: skip
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
DURATION = re.compile(r"(\d+(us|ms|s|m|h))+")
OURS = {"migrate", "web", "worker", "documents", "poller", "schedule"}


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def test_top_level(compose):
    assert {key for key in compose if not key.startswith("x-")} == {"services", "volumes"}
    assert compose["services"].keys() == OURS | {"caddy", "valkey", "postgres"}


def test_each_service_has_only_keys_and_types_that_compose_knows(compose):
    wrong = [
        (name, key)
        for name, service in compose["services"].items()
        for key, value in service.items()
        if key not in SERVICE or not isinstance(value, SERVICE[key])
    ]
    assert wrong == []


def test_environment_values_are_texts(compose):
    values = [value for service in compose["services"].values() for value in service.get("environment", {}).values()]
    assert {type(value) for value in values} == {str}  # YAML would make a boolean or a number of a bare word


def test_what_is_depended_on_is_there_and_can_say_so(compose):
    services = compose["services"]
    for service in services.values():
        for other, how in service.get("depends_on", {}).items():
            assert how.keys() == {"condition"}
            assert how["condition"] in CONDITIONS
            assert how["condition"] != "service_healthy" or "healthcheck" in services[other]
            assert how["condition"] != "service_completed_successfully" or services[other]["restart"] == "no"


def test_named_volumes_are_declared_and_files_are_here(compose):
    used = [volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", ())]
    named = {name for name in used if not name.startswith(".")}
    assert named == set(compose["volumes"])
    assert [name for name in used if name.startswith(".") and not (ROOT / name).is_file()] == []


def test_health_checks_are_well_formed(compose):
    for name, service in compose["services"].items():
        if name == "migrate":
            continue  # it ends by itself
        check = service["healthcheck"]
        assert check.keys() <= HEALTH
        assert check["test"][0] in ("CMD", "CMD-SHELL")
        assert isinstance(check["retries"], int)
        assert all(DURATION.fullmatch(check[key]) for key in ("interval", "timeout", "start_period") if key in check)


def test_every_container_is_locked_down(compose):
    for name, service in compose["services"].items():
        hardened = (service["read_only"], service["cap_drop"], service["security_opt"], "mem_limit" in service, "tmpfs" in service or name)
        assert hardened[:4] == (True, ["ALL"], ["no-new-privileges:true"], True), name
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"]), f"{name} must not be root"
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")


def test_only_caddy_is_reached_from_outside(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["caddy"]


def test_every_queue_has_a_worker(compose):
    queues = [re.search(r"--queues (\S+)", compose["services"][name]["command"])[1] for name in ("worker", "documents")]
    assert sorted(",".join(queues).split(",")) == ["documents", "learn", "mail", "replies"]


def test_caddyfile_hides_what_is_inside_and_serves_no_private_file():
    text = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    assert text.count("{") == text.count("}")
    assert "@inside path /metrics /readyz" in text
    assert re.findall(r"root \* (\S+)", text) == ["/laigao/media"]


def _ask(instance: Instance, argv: list[str]) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", *argv], cwd=ROOT, env=instance.env, capture_output=True, text=True, timeout=60)
    return done.returncode, (done.stdout + done.stderr).strip()


def _get(port: int, path: str) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    asked.request("GET", path)
    return asked.getresponse().status


@pytest.mark.timeout(300)
def test_commands_and_health_checks_as_they_stand(compose, tmp_path):
    """Each of our services is started by its own command line; its health check says no before and yes after."""
    from tests.valkey import Broker

    broker, port, imap = Broker(), free_port(), free_port()
    broker.start()
    environment = {"LAIGAO_BROKER_URL": broker.url, "LAIGAO_IMAP_PORT": str(imap), "LAIGAO_LOG_FORMAT": "json"}
    try:
        with Instance(tmp_path / "data", **environment) as instance:
            checks = {}
            for name in sorted(OURS - {"migrate"}):
                service = compose["services"][name]
                checks[name] = service["healthcheck"]["test"][1:] + (["--port", str(port)] if name == "web" else [])
            before = {name: _ask(instance, check)[0] for name, check in checks.items()}
            assert before == dict.fromkeys(checks, 1)
            for name in checks:
                argv = compose["services"][name]["command"].replace("0.0.0.0:8000", f"127.0.0.1:{port}").split()[1:]
                instance.start(name, *argv)
            for check in checks.values():
                instance.until(lambda check=check: _ask(instance, check)[0] == 0, 90)
            assert (_get(port, "/healthz"), _get(port, "/readyz")) == (200, 503)  # the tables here come from no migration
            instance.stop("schedule")
            assert _ask(instance, checks["schedule"]) == (1, "Error: 本机没有活着的 schedule")
    finally:
        broker.stop()


def test_a_broken_setting_fails_the_check_with_its_sentence(tmp_path):
    env = {"PATH": "/usr/bin:/bin", "LAIGAO_SMTP_TLS": "maybe", "LAIGAO_DEBUG": "1", "LAIGAO_DATA_DIR": str(tmp_path)}
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "laigao", "health", "web"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 2
    assert "write implicit, starttls or none" in done.stderr
    assert time.monotonic() - started < 20
