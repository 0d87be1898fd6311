import pytest
from huiyin.desk.tests.test_in_the_browser import *
def test_stale(stage, open_as, chromium, client, live_server):
    c2 = stage.register(title="再来一件").case; stage.approve(c2)
    ctx = chromium.new_context(); page = ctx.new_page(); page.on("console", lambda m: print("CONSOLE", m.text[:60], m.location))
    s = open_as(page, "dispatcher", f"/moves/case/{c2.number}/dispatch/")
    stage.move(c2, "dispatch", "dispatcher", lead=stage.units["water"].pk); stage.move(stage.reload(c2), "recall", "dispatcher", reason="派错")
    print("before"); s.fill("[name=note]", "请尽快"); s.click("button:has-text('转办')"); s.wait_for_timeout(800); print("after"); s.screenshot(path="/tmp/desk/stale.png", full_page=True)
    print(s.content()[-3500:])
