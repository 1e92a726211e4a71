"""Rows of bench.py that say how cost grows: with files, with findings, and on files made to be slow."""
import math
import os
import shutil
import statistics

from usual import usual

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


def rows(rows, tool, thousand, quiet, runs, sink, work, run, paired, peak):
    growth(rows, tool, thousand, quiet, runs, sink, work, paired)
    many_findings(rows, tool, quiet, sink, work, peak)
    hostile(rows, tool, quiet, sink, work, run)


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


def hostile(rows, tool, quiet, sink, work, run):
    """Processor time for hostile files of each kind, over that for usual text (usual.py) of the same kind and size."""
    worst = (0, "")
    for kind, cases in HOSTILE.items():
        texts = {name: text.encode() for name, text in {**cases, **EVERYWHERE}.items()}
        # Each holds a stale name at its beginning, so that it is tokenized.
        head = f"# {NAME}\n".encode()
        texts = {name: head + (text * (MEGABYTE // len(text) + 1))[:MEGABYTE] for name, text in texts.items()}
        texts["usual"] = head + usual(kind, MEGABYTE)[:MEGABYTE]
        times = {name: seconds(tool, kind, text, quiet, sink, work, run) for name, text in texts.items()}
        factors = {name: round(time / times["usual"], 2) for name, time in times.items()}
        name = max(factors, key=factors.get)
        worst = max(worst, (factors[name], f"{kind}: {name}"))
        rows.append({"name": f"hostile .{kind} files against usual ones", "usual_mb_s": round(1 / times["usual"], 1), "factors": factors})
        print(f"{'hostile .' + kind + ' files against usual ones':52s} {1 / times['usual']:7.1f} MB/s   slowest: {name} {factors[name]}", flush=True)
    print(f"{'slowest of all':52s} {worst[1]} {worst[0]} (the mark: 3)")


def seconds(tool, kind, text, quiet, sink, work, run):
    """Processor time for one megabyte, without the start."""
    # (In a folder of its own: whoever names a file may be read others to.)
    folder = os.path.join(work, "hostile")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, kind if kind[0].isupper() else "a." + kind)
    command = [tool, "check", ".", *quiet, "--jobs", "1"]

    def median(content):
        with open(path, "wb") as file:
            file.write(content)
        return statistics.median(run(command, sink, folder)[1] for _ in range(5))

    try:
        return max(median(text * 8) - median(b""), 1e-4) / 8
    finally:
        os.remove(path)
