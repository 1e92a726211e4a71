#!/usr/bin/env python3
"""Prints three lines on the event that started the workflow: the pull request's number, the commit it is compared with,
and whether the token can only read (a pull request from a fork, or Dependabot's). Empty lines where there is none."""
import json
import os
import re

with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
    event = json.load(file)
request = event.get("pull_request") or {}
number = request.get("number")
base = (request.get("base") or {}).get("sha") or (event.get("merge_group") or {}).get("base_sha") or ""
head = ((request.get("head") or {}).get("repo") or {}).get("full_name")
here = (event.get("repository") or {}).get("full_name") or os.environ.get("GITHUB_REPOSITORY")
# 'pull_request_target' has a token that writes; it is no event to lint a stranger's tree in, but it is not read-only.
stranger = bool(request) and head != here and os.environ.get("GITHUB_EVENT_NAME") != "pull_request_target"
print(number if isinstance(number, int) else "")
print(base if re.fullmatch("[0-9a-f]{40}([0-9a-f]{24})?", base) else "")
print("true" if stranger or os.environ.get("GITHUB_ACTOR") == "dependabot[bot]" else "false")
