"""page_test.py PROGRAM CHROMIUM: the page of `salesplan serve` in headless Chromium: what is pushed is shown
without reloading, and what the reader has chosen stays."""

import pathlib
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "dashboard"))
from browser import Browser  # noqa: E402
from serving import Serving  # noqa: E402

CHROMIUM = sys.argv.pop(2)
PROGRAM = sys.argv.pop(1)


class LivePage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.serving = Serving(PROGRAM, folder.name)
        self.addCleanup(self.serving.end)
        self.browser = Browser(CHROMIUM)
        self.addCleanup(self.browser.close)
        self.browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1,
                          mobile=False)
        self.browser.open(self.serving.url)
        self.see = self.browser.evaluate
        self.see("globalThis.sameDocument = true")

    def text(self, selector):
        return self.see(f"document.querySelector({selector!r}).innerText")

    def row(self, label):
        """Cells of a rep's row."""
        return self.see(f"""[...([...document.querySelectorAll('.units.rep tbody tr')].find(
            (row) => row.cells[0].textContent === {label!r})?.cells ?? [])].map((cell) => cell.textContent)""")

    def wait(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "waited in vain")
            time.sleep(0.02)

    def test_a_pushed_fact_changes_the_page(self):
        actual = self.serving.model()["months"][2]["units"]["rep"][0]["actual"]
        self.assertEqual(self.text(".status.live"), "Live")
        ann = self.row("Ann")
        self.assertEqual(ann[2], f"€{round(actual / 100):,}")
        begin = time.monotonic()
        self.serving.sell(123456)
        self.wait(lambda: self.row("Ann") != ann)
        print(f"shown {1000 * (time.monotonic() - begin):.0f} ms after it was posted", file=sys.stderr)
        self.assertEqual(self.row("Ann")[2], f"€{round(actual / 100) + 123456:,}")
        self.assertEqual(self.row("Bob")[0], "Bob")
        # The chosen language, filter, order and scroll stay, whatever comes.
        self.see("document.getElementById('language-zh').click()")
        self.see("document.getElementById('filter rep').value = '2'")
        self.see("document.getElementById('filter rep').dispatchEvent(new Event('change'))")
        self.see("document.querySelector('.year [data-sort=target]').click()")
        self.see("document.querySelector('.year [data-sort=target]').focus()")
        self.see("scrollTo(0, 500)")
        bob = self.row("Bob")
        self.serving.sell(1000, rep="bob", line="rice")
        self.wait(lambda: self.row("Bob") != bob)
        self.assertEqual(self.text(".status.live"), "实时")
        self.assertEqual(self.row("Ann"), [])
        self.assertEqual(self.see("document.activeElement.id"), "year sort target")
        self.assertEqual(self.see("scrollY"), 500)
        self.assertEqual(self.see("document.querySelector('.year [aria-sort]').textContent.includes('目标')"), True)
        # A first sale of a month to come begins it.
        self.see("document.getElementById('clear').click()")
        self.serving.sell(5000, day="2026-04-02", rep="cai")
        self.wait(lambda: self.serving.model()["months"][3]["status"] == "open")
        self.see("document.getElementById('month').value = 'month-3'")
        self.see("document.getElementById('month').dispatchEvent(new Event('change'))")
        self.wait(lambda: self.row("Cai")[2:3] == ["€5,000"])
        self.assertTrue(self.see("sameDocument"))
        self.assertEqual(self.browser.problems, [])
        hosts = {url.split("/")[2] for url in self.browser.requests if url.startswith("http")}
        self.assertEqual(hosts, {self.serving.host})

    def test_an_alert_shows_as_it_fires(self):
        alerts = "[...document.querySelectorAll('.alerts tbody tr')].map((row) => row.innerText.replaceAll(/\\s+/g, ' '))"
        before = len(self.see(alerts) or [])
        self.serving.sell(-1e6)
        self.serving.sell(2e6)
        self.wait(lambda: len(self.see(alerts)) >= before + 1 and "Normal" in self.see(alerts)[-1])
        last = self.see(alerts)[-2:]
        self.assertIn("Ann", last[0])
        self.assertIn("Firing", last[0])
        self.assertIn("Pace", last[1])
        self.assertEqual(self.browser.problems, [])

    def test_many_facts_are_one_redraw(self):
        self.see("""globalThis.drawn = 0; new MutationObserver(() => ++drawn).observe(
            document.getElementById('main'), { childList: true })""")
        for _ in range(40):
            self.serving.sell(1)
        cell = self.serving.model()["months"][2]["units"]["rep"][0]["actual"]
        self.wait(lambda: self.row("Ann")[2] == f"€{round(cell / 100):,}")
        self.assertLess(self.see("drawn"), 30)

    def test_what_was_refused_and_a_lost_connection_are_said(self):
        self.assertEqual(self.see("fetch('http://127.0.0.1:1/').then(() => 'sent', () => 'blocked')"), "blocked")
        self.assertIn("Content Security Policy", str(self.browser.problems))
        self.serving.close()
        self.wait(lambda: self.see("document.querySelector('.status.lost') !== null"))
        self.assertIn("Connection lost", self.text(".status.lost"))
        self.assertIn("Ann", self.text(".units.rep"))


if __name__ == "__main__":
    unittest.main()
