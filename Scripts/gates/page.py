#!/usr/bin/env python3
"""page.py TOOL [KEEP]: the HTML page of `kpi --history` in a real browser (headless Chromium), light and dark, 400 and
1,400 pixels wide. In each of the four screenshots every chart's line must be where its values say, the area below it
filled, goal and budget drawn, all in the colours of the mode; and nothing may be wider than the window.

Installs chromium by apt-get where it is missing; where that cannot be done it says so and passes. KEEP: a folder for the
screenshots."""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

failures = []


def expect(holds, message):
    if not holds:
        failures.append(message)
        print("FAILED: " + message)

PACK = """\
pack: page
rules:
  - {id: page/todo, title: T, why: W, message: M, match: {text: needle-todo}, tests: [{lang: text, bad: "⟦needle-todo⟧"}, {lang: text, good: none}]}
  - {id: page/done, title: T, why: W, message: M, match: {text: needle-done}, tests: [{lang: text, bad: "⟦needle-done⟧"}, {lang: text, good: none}]}
kpis:
  - {id: page/what-is-left-to-do-with-a-long-name, title: What is left to do, count: {findings: page/todo, unit: occurrences}, better: lower, goal: 4}
  - {id: page/done, title: What is done, count: {findings: page/done, unit: occurrences}, better: higher}
  - {id: page/files, title: Files, count: {files: ["*.md"]}, better: higher}
  - {id: page/never, title: What never changes, count: {findings: page/done, unit: files}, better: lower}
"""
LEFT = [30, 30, 26, 27, 12, 9, 9, 6]
# What the page is asked for, when it stands: places in pixels, colours as computed.
QUESTION = """<script>window.onload = () => {
  const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top + scrollY, r.width, r.height]; };
  const style = (e, name) => getComputedStyle(e)[name];
  const charts = [...document.querySelectorAll("section.kpi")].map(s => ({ box: box(s.querySelector("svg")),
    line: s.querySelector("svg .line").getAttribute("d"), lineColour: style(s.querySelector("svg .line"), "stroke"),
    fillColour: style(s.querySelector("svg .fill"), "fill"), card: style(s, "backgroundColor"), marks: s.querySelectorAll(".mark").length,
    limits: [...s.querySelectorAll("svg .goal, svg .budget")].map(p => ({ d: p.getAttribute("d"), colour: style(p, "stroke") })) }));
  const wide = [...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll table") && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.tagName + "." + e.className);
  const scrolled = [...document.querySelectorAll(".overview .scroll")].filter(e => e.scrollWidth > e.clientWidth + 1).length;
  const answer = { charts, wide, scrolled, width: innerWidth, full: document.documentElement.scrollWidth,
    height: Math.ceil(document.documentElement.getBoundingClientRect().height), ground: style(document.body, "backgroundColor") };
  parent.document.body.setAttribute("data-answer", JSON.stringify(answer)); };</script>"""
# A window is not made narrower than 500 pixels, a frame is.
FRAME = """<!DOCTYPE html><meta name="color-scheme" content="light dark"><body style="margin:0">
<iframe style="border:0; width:{width}px; height:900px" srcdoc="{page}"></iframe></body>"""


def browser():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return name
    if hasattr(os, "getuid") and os.getuid() == 0 and shutil.which("apt-get"):
        print("page: installing chromium by apt-get", file=sys.stderr)
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    return "chromium" if shutil.which("chromium") else None


def history(tool, folder):
    """A repository whose numbers go down and up again, and its page."""
    git = ["git", "-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", "-C", str(folder)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    (folder / "page.yml").write_text(PACK)
    (folder / ".flywheel-lint.yml").write_text("extends: page.yml\nbudgets:\n  page/what-is-left-to-do-with-a-long-name: {max: 20}\n")
    for number, left in enumerate(LEFT):
        (folder / "left.txt").write_text("needle-todo\n" * left)
        (folder / "done.txt").write_text("needle-done\n" * (31 - left))
        (folder / f"file{number}.md").write_text("text\n")
        date = f"2026-0{1 + number // 3}-{1 + 9 * (number % 3):02d}T12:00:00+00:00"
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", f"Step {number}: a subject that is long enough to be wrapped on a narrow screen"],
                       check=True, env={**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date})
    page = folder / "page.html"
    subprocess.run([tool, "kpi", "--history", "--output", f"html={page}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return page.read_text()


def run(program, folder, mode, width, height, page, *arguments):
    command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
               "--no-first-run", "--disable-extensions", f"--blink-settings=preferredColorScheme={0 if mode == 'dark' else 1}",
               f"--user-data-dir={folder}/profile-{mode}-{width}", f"--window-size={width},{height}", *arguments, page.as_uri()]
    return subprocess.run(command, capture_output=True, timeout=60).stdout.decode()


def pixels(path):
    """Rows of (red, green, blue, …) bytes of a PNG as Chromium writes it, and the bytes of a pixel."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and colour in (2, 6) and not interlaced
            size = 4 if colour == 6 else 3
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, stride, rows, before = zlib.decompress(packed), width * size, [], bytearray(width * size)
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        if kind == 1:
            for i in range(size, stride):
                row[i] = row[i] + row[i - size] & 255
        elif kind == 2:
            row = bytearray([a + b & 255 for a, b in zip(row, before)])
        elif kind == 3:
            for i in range(stride):
                row[i] = row[i] + ((row[i - size] if i >= size else 0) + before[i] >> 1) & 255
        elif kind == 4:
            for i in range(stride):
                a, b, c = (row[i - size], before[i], before[i - size]) if i >= size else (0, before[i], 0)
                p, q, r = abs(b - c), abs(a - c), abs(a + b - 2 * c)
                row[i] = row[i] + (a if p <= q and p <= r else b if q <= r else c) & 255
        rows.append(row)
        before = row
    return rows, size


def colour(text):
    numbers = [float(n) for n in re.findall(r"[\d.]+", text)]
    # "none" is a colour that nothing has.
    return numbers[:3] if len(numbers) > 2 else [-99.0] * 3, numbers[3] if len(numbers) > 3 else 1.0


def close(a, b, by=24):
    return all(abs(x - y) <= by for x, y in zip(a, b))


def steps(path):
    """The corners of `M x y H x V y …`, in percent."""
    corners, x, y = [], 0.0, 0.0
    for kind, numbers in re.findall(r"([MHV])([-\d. ]+)", path):
        values = [float(n) for n in numbers.split()]
        x, y = (values[0], values[1]) if kind == "M" else (values[0], y) if kind == "H" else (x, values[0])
        corners.append((x, y))
    return corners


def judge(name, answer, rows, size):
    at = lambda x, y: rows[y][x * size:x * size + 3] if 0 <= y < len(rows) and 0 <= x * size < len(rows[0]) else (-99, -99, -99)
    ground, _ = colour(answer["ground"])
    expect(close(at(2, 2), ground, 2), f"{name}: the ground is {tuple(at(2, 2))}, not {ground}")
    expect(not answer["wide"] and answer["full"] <= answer["width"], f"{name}: wider than the window: {answer['wide'][:5]}")
    expect(not answer["scrolled"], f"{name}: the overview does not fit")
    expect(len(answer["charts"]) == 4, f"{name}: {len(answer['charts'])} charts")
    for number, chart in enumerate(answer["charts"]):
        left, top, width, height = chart["box"]
        line, card = colour(chart["lineColour"])[0], colour(chart["card"])[0]
        fill, share = colour(chart["fillColour"])
        below = [c * (1 - share) + f * share for c, f in zip(card, fill)]
        expect(width > 150 and height > 100, f"{name}: chart {number} is {width} × {height}")
        corners, drawn, filled, asked, room = steps(chart["line"]), 0, 0, 0, 0
        for percent in [p + 0.5 for p in range(1, 99, 2)]:
            y = [b for a, b in corners if a <= percent]
            if not y or any(abs(a - percent) < 1 for a, _ in corners):
                continue
            px, py = round(left + width * percent / 100), round(top + height * y[-1] / 100)
            asked += 1
            # A mark may lie on the line; it has the line's colour.
            drawn += any(close(at(px, py + d), line, 40) for d in (-2, -1, 0, 1, 2))
            if y[-1] < 88:
                room += 1
                filled += any(close(at(px, round(top + height * (y[-1] + part * (100 - y[-1])) / 100)), below, 10) for part in (0.3, 0.6, 0.8))
        expect(asked > 20 and drawn >= 0.95 * asked, f"{name}: the line of chart {number} is seen at {drawn} of {asked} places")
        expect(filled >= 0.9 * room, f"{name}: the area of chart {number} is seen at {filled} of {room} places")
        for limit in chart["limits"]:
            y = round(top + height * steps(limit["d"])[0][1] / 100)
            wanted = colour(limit["colour"])[0]
            near = (card, below)
            # Thin and dashed: its colour is mixed with what is behind it.
            mixed = lambda p: all(sum(abs(a - b) for a, b in zip(p, wanted)) < 0.65 * sum(abs(a - b) for a, b in zip(n, wanted)) for n in near)
            seen = sum(any(mixed(at(x, y + d)) for d in (-1, 0, 1)) for x in range(round(left), round(left + width)))
            expect(seen > 0.15 * width, f"{name}: a limit of chart {number} is seen at {seen} of {round(width)} places")
    expect(any(len(chart["limits"]) == 2 and chart["marks"] > 2 for chart in answer["charts"]), f"{name}: no chart has goal, budget and marks")
    expect(line != card, f"{name}: the line has the colour of its ground")


def main():
    tool = os.path.abspath(sys.argv[1])
    program = browser()
    if not program:
        print("skipped: no chromium, and it cannot be installed here")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "tree").mkdir()
        html = history(tool, scratch / "tree")
        expect("<script" not in html and "http" not in re.sub(r"https?://(www\.)?w3\.org[^\"]*", "", html), "the page needs a script or the network")
        page, asking = scratch / "page.html", scratch / "asking.html"
        page.write_text(html)
        question = html.replace("</body>", QUESTION + "</body>").replace("&", "&amp;").replace('"', "&quot;")
        grounds = {}
        for mode in ("light", "dark"):
            for width in (400, 1400):
                name = f"{mode}, {width} px"
                asking.write_text(FRAME.format(width=width, page=question))
                told = run(program, scratch, mode, width, 900, asking, "--dump-dom")
                found = re.search(r'data-answer="([^"]*)"', told)
                if not found:
                    expect(False, f"{name}: the browser gave no answer")
                    continue
                answer = json.loads(found.group(1).replace("&quot;", '"').replace("&amp;", "&"))
                shot = scratch / f"{mode}-{width}.png"
                run(program, scratch, mode, width, answer["height"], page, f"--screenshot={shot}")
                judge(name, answer, *pixels(shot))
                grounds[mode] = answer["ground"]
                if len(sys.argv) > 2:
                    shutil.copy(shot, sys.argv[2])
        expect(len(set(grounds.values())) == 2, f"dark and light look the same: {grounds}")
    print(f"page: 4 screenshots of 4 charts, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
