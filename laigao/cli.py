"""The console script. A command's module is imported only when it is called: `laigao read` must not wait for Django."""

from __future__ import annotations

import importlib
import importlib.util
import keyword

import click

#: name -> what it does. The module is laigao.commands.<name with _ for ->, the click command in it is called `command`.
COMMANDS = {
    "read": "读信：打印读出的内容 (--json 为机器格式)",
    "demo": "演示：收信、读信、成稿、回执、编辑部与网站",
    "migrate": "建立或升级数据库，并补齐栏目、角色与流程",
    "make-key": "生成一个加密密钥 (LAIGAO_FIELD_KEYS)",
    "web": "网站与编辑部",
    "poller": "收信进程",
    "doctor": "体检：配置、邮箱、发信、队列、数据库、磁盘、时钟，逐项说明如何处理",
    "worker": "工作进程 (--queues mail,documents,replies,learn)",
    "schedule": "定时进程",
    "learn": "栏目的学习：各版本、重建、退回",
    "copies": "补比重稿：把还没有比对过的来稿比对一遍",
    "import": "导入 .eml、文件夹、Maildir 或 mbox",
    "replay": "用今天的读法重看旧信：先看会改什么，再决定 (--apply)",
    "health": "健康检查：web、worker、poller、schedule（退出码 0 为正常）",
    "manage": "Django 的管理命令",
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if importlib.util.find_spec(_module(name))]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(_module(name)).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _module(name: str) -> str:
    # a module cannot be called import
    return f"laigao.commands.{name.replace('-', '_')}" + ("_" if keyword.iskeyword(name) else "")


@click.group(cls=LazyGroup)
def main() -> None:
    """Laigao (来稿): a newspaper's mailbox, turned into an editors' queue."""
