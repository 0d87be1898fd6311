"""`./huiyin serve`: the platform of a city, behind a reverse proxy: web server and worker, kept running."""

import argparse
import os
import sys
import time
from collections.abc import Sequence

from huiyin.config.plain_words import speak_plainly
from huiyin.config.processes import Keeper, Kept, end_all, is_free, remember_signals, web, worker
from huiyin.config.readiness import wants_of_environment, wants_of_installation
from huiyin.config.running import serving

END_SECONDS = 60
"""A worker ends the task at hand first, which takes up to 50 seconds; what is broken off is done again later."""

GRANIAN_ENDS = 20
"""So long the web server lets requests under way come to their end."""

PARTS = {"all": "网页和后台任务", "web": "只有网页", "worker": "只有后台任务（含时钟）"}


def main(argv: Sequence[str]) -> int:
    """Serve until somebody ends us (0). 1: a process kept dying. 2: something lacks, and nothing was started."""
    asked = _arguments(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    if asked.city:
        os.environ["HUIYIN_CITY"] = asked.city
    wants = wants_of_environment() or _wants_of_installation(asked)
    if wants:
        print("\n".join(["不能启动：", *(f"  - {want}" for want in wants)]), file=sys.stderr)
        return 2
    from django.conf import settings

    with serving(settings.VAR) as nobody_changes_it:
        if not nobody_changes_it:
            print("不能启动：\n  - 正在恢复备份或升级，请等它结束", file=sys.stderr)
            return 2
        return _serve(asked)


def _serve(asked: argparse.Namespace) -> int:
    if os.environ["HUIYIN_PRODUCTION"] != "1":
        say("注意：HUIYIN_PRODUCTION 不是 1，会话不要求 HTTPS，只可在内网试用")
    told_to_end = remember_signals()
    keeper = Keeper(_kept(asked), say)
    try:
        while not told_to_end():
            if not keeper.look():
                return 1
            time.sleep(0.2)
        say("收到结束信号，正在有序结束")
        return 0
    finally:
        end_all(keeper.running(), END_SECONDS)
        say("已全部结束")


def say(text: str) -> None:
    """Write a line into the log: standard output, where the service manager keeps it."""
    print(f"回音：{text}", flush=True)


def _kept(asked: argparse.Namespace) -> list[Kept]:
    pages = [*web(asked.host, asked.port, asked.web_workers, "warning"), "--workers-kill-timeout", str(GRANIAN_ENDS)]
    wanted = {
        "web": Kept(f"网页服务 http://{asked.host}:{asked.port}", pages),
        "worker": Kept("后台任务", worker()),
    }
    return [one for part, one in wanted.items() if asked.part in {part, "all"}]


def _wants_of_installation(asked: argparse.Namespace) -> list[str]:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ValueError, ImproperlyConfigured) as problem:
        return [str(problem)]
    wants = wants_of_installation()
    _let_go_of_the_database()
    if asked.part != "worker" and not is_free(asked.host, asked.port):
        wants.append(f"{asked.host}:{asked.port} 已被占用，请用 --port 另选一个")
    return wants


def _let_go_of_the_database() -> None:
    from django.db import connection, connections

    connections.close_all()
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    speak_plainly()
    parser = argparse.ArgumentParser(prog="./huiyin serve", description="启动一座城市的正式系统，置于反向代理之后")
    parser.add_argument("--city", help="城市，缺省取 HUIYIN_CITY")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，缺省只有本机（代理）可达")
    parser.add_argument("--port", type=int, default=8000, help="监听端口，缺省 8000")
    parser.add_argument("--web-workers", type=int, default=2, help="网页进程数，缺省 2")
    parser.add_argument("--part", choices=PARTS, default="all", help="；".join(f"{k} {v}" for k, v in PARTS.items()))
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
