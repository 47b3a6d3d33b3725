#!/usr/bin/env python3
"""Every link and image of the documentation site leads to a file of it.

Usage: site_test.py FOLDER"""
import re
import sys
from pathlib import Path
from urllib.parse import unquote

LINK = re.compile(r'(?:href|src)="(?!\w+:)([^"#?]+)')


def main(folder):
    pages = sorted(folder.glob("**/*.html"))
    missing = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8"))
               if not (page.parent / unquote(link)).exists()]
    for page, link in missing:
        print(f"{page.name}: {link}")
    print(f"{len(pages)} pages, {len(missing)} links lead nowhere")
    return not pages or missing


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
