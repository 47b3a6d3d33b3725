"""Opens the review's page in headless Chromium: styled, inert, silent, and printed."""
import argparse
import base64
import pathlib
import subprocess
import sys
import tempfile
import unittest

from browser import Browser

HOSTILE = ["<img src=x onerror=alert(1)>", "</style><script>globalThis.broken = 1</script>",
           "&lt;b&gt;", "\u202eright to left", "javascript:globalThis.broken=1", "</svg><iframe>"]
options = None


class ReviewPage(unittest.TestCase):
    def test_page(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = "".join(f"line {i % 2},{name},{10 + i},{12 - i},{100 + i}.00,{250 - 40 * i}.50\n"
                           for i, name in enumerate(HOSTILE))
            (pathlib.Path(folder) / "lines.csv").write_text(
                "line,product,units_before,units_after,revenue_before,revenue_after\n" + rows,
                encoding="utf-8")
            subprocess.run([options.cli, "review", "why", "lines.csv", "--by", "line,product",
                            "--html", "review.html", "--title", HOSTILE[1]], cwd=folder, check=True,
                           stdout=subprocess.DEVNULL)
            page = pathlib.Path(folder) / "review.html"
            browser = Browser(options.chromium)
            try:
                for width in (390, 1280):
                    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                                 deviceScaleFactor=1, mobile=False)
                    browser.open(page.as_uri())
                    self.assertLessEqual(
                        browser.evaluate("document.documentElement.scrollWidth"), width)
                # Its own style came in, by its hash; nothing else asks, runs or complains.
                self.assertEqual(browser.evaluate(
                    "getComputedStyle(document.querySelector('section')).borderRadius"), "8px")
                self.assertEqual(browser.requests, [page.as_uri()])
                self.assertEqual(browser.evaluate("document.scripts.length"), 0)
                self.assertEqual(browser.evaluate(
                    "document.querySelectorAll('img, iframe').length"), 0)
                self.assertEqual(browser.evaluate("document.title"), HOSTILE[1])
                text = browser.evaluate("document.body.innerText")
                for label in HOSTILE:
                    self.assertIn(label, text)
                for words in ("of all movement", "占全部变动的", "volume · 销量"):
                    self.assertIn(words, text)
                bars = browser.evaluate("document.querySelectorAll('svg rect').length")
                self.assertEqual(bars, 5)
                pdf = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
                self.assertTrue(base64.b64decode(pdf).startswith(b"%PDF"))
                if options.screenshot:
                    image = browser.call("Page.captureScreenshot", captureBeyondViewport=True)
                    pathlib.Path(options.screenshot).write_bytes(base64.b64decode(image["data"]))
                self.assertEqual(browser.problems, [])
            finally:
                browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--cli", required=True, help="the program salesplan")
    parser.add_argument("--screenshot", help="a PNG file to keep")
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
