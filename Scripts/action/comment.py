#!/usr/bin/env python3
"""comment.py FILE: keeps one comment of ours on the pull request, with the text of FILE. Never fails a run: a token that
may not write gets a notice."""
import json
import os
import sys
import urllib.error
import urllib.request

MARK = "<!-- flywheel-lint -->"
# GitHub takes 65,536 characters.
LIMIT = 60_000


def call(method, address, body=None):
    request = urllib.request.Request(address, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Accept", "application/vnd.github+json")
    request.add_header("Authorization", "Bearer " + os.environ["GITHUB_TOKEN"])
    request.add_header("X-GitHub-Api-Version", "2022-11-28")
    request.add_header("User-Agent", "flywheel-lint")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def ours(comments):
    """Anybody can write our mark; only a bot's comment is taken for ours."""
    for comment in comments:
        if (comment.get("body") or "").startswith(MARK) and (comment.get("user") or {}).get("type") == "Bot":
            return comment
    return None


def main():
    with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
        number = int(json.load(file)["pull_request"]["number"])
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        text = file.read()
    if len(text) > LIMIT:
        text = text[:LIMIT].rsplit("\n", 1)[0] + "\n\n… the rest is in the summary of the step.\n"
    body = {"body": MARK + "\n" + text}
    base = f"{os.environ.get('GITHUB_API_URL', 'https://api.github.com')}/repos/{os.environ['GITHUB_REPOSITORY']}"
    for page in range(1, 31):
        comments = call("GET", f"{base}/issues/{number}/comments?per_page=100&page={page}")
        mine = ours(comments)
        if mine:
            if mine["body"].rstrip() != body["body"].rstrip():
                call("PATCH", f"{base}/issues/comments/{int(mine['id'])}", body)
            print("flywheel-lint: the comment is up to date")
            return
        if len(comments) < 100:
            break
    call("POST", f"{base}/issues/{number}/comments", body)
    print("flywheel-lint: wrote a comment")


try:
    main()
except urllib.error.HTTPError as error:
    if error.code in (401, 403, 404):
        print("::notice title=flywheel-lint::this token may not write comments (it needs 'pull-requests: write');"
              " the comparison is in the summary of the step")
    else:
        print(f"::warning title=flywheel-lint::the comment was not written: status {error.code}")
except (OSError, KeyError, ValueError) as error:
    print(f"::warning title=flywheel-lint::the comment was not written: {type(error).__name__}")
