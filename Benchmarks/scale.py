"""Rows of bench.py that say how cost grows: with files, with findings, and on files made to be slow."""
import math
import os
import shutil
import statistics

from usual import drawn, files, usual

NAME = "attic" + "-iac"
MEGABYTE = 1 << 20

# For each kind of file what is meant to hurt whoever reads it: nesting, what is never closed, one long line, what looks
# like a beginning again and again, and what many rules look for.
HOSTILE = {
    "yml": {"deep": "[" * 64, "braces": "{" * 64, "open quotes": 'a: "b\n', "open flow": "a: {b: [c, \n", "one line": "a: b, ",
            "indents": " " * 40 + "- - - a:\n", "dashes": "- " * 40 + "\n", "anchors": "a: &b *b\n", "blocks": "a: |\n b\n",
            "templates": "{{ if .a }}\n", "expressions": "a: ${{ b }}\n", "documents": "---\na\n", "scripts": "run: |\n  echo a\n",
            "pairs": "[a: b, ", "long keys": "? " + "a" * 40 + "\n"},
    "tf": {"deep": 'a "b" {\n', "open quotes": 'a = "b\n', "templates": '"${', "heredocs": "a = <<EOF\n", "ended heredocs": "a = <<EOF\nb\nEOF\n",
           "one line": "a = [b, ", "comments": "/*", "brackets": "[(", "blocks": "a {}\n", "escapes": 'a = "\\"\\""\n'},
    "nix": {"deep": "{ a = ", "strings": "''${", "paths": "./a/b/", "comments": "/* ", "one line": "a b ", "parentheses": "(((", "lambdas": "a: ",
            "lists": "[ ", "lets": "let a = 1; in ", "templates": '"${"${', "inherits": "inherit (a) b;\n"},
    "md": {"brackets": "[", "links": "[a](", "destinations": "[a](bbbbbbbb", "titles": '[a](b "c', "stars": "*a _b ", "ticks": "`a ``b ",
           "quotes": "> > > ", "tables": "|a|", "rows": "|a|b|\n|-|-|\n", "html": "<a ", "lists": " " * 3 + "* ", "references": "[a]: b\n[a]\n",
           "fences": "```sh\na\n```\n", "YAML fences": "```yaml\na: b\n```\n", "open fences": "```sh\n", "comments": "<!-- a -->\n",
           "open comments": "<!-- ", "entities": "&amp;", "headings": "a\n=\n", "addresses": "<a:b>"},
    "sh": {"quotes": "'a\"b", "expansions": "$(a `b ", "heredocs": "a <<B\n", "ended heredocs": "a <<B\nc\nB\n", "braces": "${a:-", "one line": "a; ",
           "cases": "case a in b) ", "functions": "a() { b; }\n", "arithmetic": "$((", "continued": "a \\\n"},
    "json": {"deep": "[", "objects": '{"a":', "open quotes": '"a\n', "escapes": '"\\""'},
    "toml": {"tables": "[a]\n", "open quotes": 'a = """b\n', "deep": "["},
    "Justfile": {"recipes": "a:\n  b\n", "interpolations": "{{a}} ", "quotes": "'a \"b `c "},
    "Dockerfile": {"steps": "RUN a\n", "continued": "RUN a \\\n"},
}
EVERYWHERE = {
    "names": f"{NAME} ", "names in a path": f"/{NAME}/", "names in a host": f"{NAME}.", "names in braces": "${" + NAME + "}",
    "lines of names": f"{NAME}\n", "addresses of names": f"https://{NAME}.a/b ", "holes": "https://${a}.b/" + NAME + " ",
    "suppressions": "# flywheel-lint: ignore identity/*\n", "bytes": "\x7f\u00e9\u2028", "lines": "\n", "lines of CR": "a\r", "blanks": "\t  \r",
}


def rows(rows, tool, thousand, quiet, runs, sink, work, run, paired, peak, real=None):
    growth(rows, tool, thousand, quiet, runs, sink, work, paired)
    many_findings(rows, tool, quiet, sink, work, peak)
    hostile(rows, tool, quiet, sink, work, run, real)


def growth(rows, tool, thousand, quiet, runs, sink, work, paired):
    """A hundred copies of the thousand files, each in a folder of its own."""
    large = os.path.join(work, "hundred-thousand")
    for number in range(100):
        shutil.copytree(thousand, os.path.join(large, f"c{number}"))
    check = [tool, "check", ".", *quiet]
    row = paired(rows, "100,000 files against 1,000", check, check, max(3, runs // 3), sink, large, thousand)
    row["exponent"] = round(math.log(row["ratio"]) / math.log(100), 3)
    row["cpu_exponent"] = round(math.log(row["cpu_ratio"]) / math.log(100), 3)
    print(f"{'':52s} exponent {row['exponent']}, of CPU {row['cpu_exponent']}")
    shutil.rmtree(large)


def many_findings(rows, tool, quiet, sink, work, peak):
    folder = os.path.join(work, "findings")
    os.makedirs(folder)
    for number in range(200):
        with open(os.path.join(folder, f"f{number}.md"), "w", encoding="utf-8") as file:
            file.writelines(f"The {NAME} project of line {line}.\n" for line in range(500))
    memory = {}
    for output in ("sarif", "json", "concise"):
        memory[output] = round(peak([tool, "check", ".", *quiet, "--output", f"{output}={work}/out.{output}"], sink, folder), 1)
    with open(f"{work}/out.concise", encoding="utf-8") as file:
        count = sum(1 for _ in file)
    rows.append({"name": "peak memory with 100,000 findings", "findings": count, "peak_mib": memory})
    print(f"{'peak memory with ' + format(count, ',') + ' findings':52s} " + "  ".join(f"{k} {v} MiB" for k, v in memory.items()), flush=True)
    shutil.rmtree(folder)


def hostile(rows, tool, quiet, sink, work, run, real=None):
    """Processor time for hostile files of each kind, over that for usual text (usual.py) of the same kind and size: text
    that is made, of which no rule speaks; and, where a folder of repositories
    is given, files of that kind drawn from it."""
    found = files(real) if real else {}
    worst = {}
    print("hostile files against usual text: made text that no rule speaks of"
          + (f"; and real files below {real}, median of {DRAWS} draws" if real else ""), flush=True)
    for kind, cases in HOSTILE.items():
        texts = {name: text.encode() for name, text in {**cases, **EVERYWHERE}.items()}
        texts = {name: HEAD + (text * (MEGABYTE // len(text) + 1))[:MEGABYTE] for name, text in texts.items()}
        made = seconds(tool, [(name_of(kind), HEAD + usual(kind, 8 * MEGABYTE))], quiet, sink, work, run)
        usuals = {"made": made}
        if found.get(kind):
            usuals["real"] = statistics.median(of_draw(tool, kind, found[kind], number, quiet, sink, work, run) for number in range(DRAWS))
        times = {name: seconds(tool, [(name_of(kind), text * 8)], quiet, sink, work, run) for name, text in texts.items()}
        for against, one in usuals.items():
            factors = {name: round(time / one, 2) for name, time in times.items()}
            name = max(factors, key=factors.get)
            worst[against] = max(worst.get(against, (0, "")), (factors[name], f"{kind}: {name}"))
            slow = sum(1 for factor in factors.values() if factor > 3)
            title = f"hostile .{kind} files against {against} ones"
            rows.append({"name": title, "usual_mb_s": round(1 / one, 1), "factors": factors})
            print(f"{title:52s} {1 / one:7.1f} MB/s   slowest: {name} {factors[name]}   over 3: {slow} of {len(factors)}", flush=True)
    for against, (factor, name) in worst.items():
        print(f"{'slowest of all against ' + against + ' ones':52s} {name} {factor} (the mark: 3)")


DRAWS = 5
# Each file holds a stale name at its beginning, so that it is tokenized.
HEAD = f"# {NAME}\n".encode()


def of_draw(tool, kind, paths, number, quiet, sink, work, run):
    """Each file in a folder of its own, under one name: some rules ask for names, which are the repositories' own."""
    parts = drawn(paths, 2 * MEGABYTE, number)
    return seconds(tool, [(os.path.join(f"f{at}", name_of(kind)), HEAD + part) for at, part in enumerate(parts)], quiet, sink, work, run)


def name_of(kind):
    return kind if kind[0].isupper() else "a." + kind


def seconds(tool, contents, quiet, sink, work, run):
    """Processor time for one megabyte of these files, without the start, the walk and what the head costs."""
    # (In a folder of its own: whoever names a file may be read others to.)
    folder = os.path.join(work, "hostile")
    command = [tool, "check", ".", *quiet, "--jobs", "1"]

    def median(contents):
        for path, content in contents:
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        return statistics.median(run(command, sink, folder)[1] for _ in range(5))

    try:
        size = sum(len(content) for _, content in contents) / MEGABYTE
        return max(median(contents) - median([(path, HEAD) for path, _ in contents]), 1e-4) / size
    finally:
        shutil.rmtree(folder)
