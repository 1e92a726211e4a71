import LintSyntax
import Testing

/// Texts as people write them, put together from parts in an order that a seed gives.
struct RealText: Sendable, CustomTestStringConvertible {
    var language: Language
    var seed: UInt64
    var testDescription: String { "\(language.name) \(seed)" }

    static let all = [
        Language.hcl, .nix, .yaml, .markdown, .shell, .javascript, .python, .toml, .json, .html, .justfile,
    ]
    .flatMap { language in (1...3).map { RealText(language: language, seed: UInt64($0)) } }

    /// Whole parts, at least one and up to `size` bytes and a part.
    func text(_ size: Int) -> String {
        let parts = Self.parts[language] ?? []
        var random = Dice(seed: seed)
        var text = ""
        repeat {
            let number = random.roll(90) + 10
            text += parts[random.roll(parts.count)].replacing("@", with: "\(number)")
        } while text.utf8.count < size
        return language == .json ? "{\n\(text)\"end\": null}\n" : text
    }

    private static let parts: [Language: [String]] = [
        .hcl: [
            "# Wächter @\nresource \"aws_instance\" \"web@\" {\n  ami   = var.ami[@]\n  count = length(local.names) > @ ? 1 : 0\n\n"
                + "  tags = merge(local.tags, { Name = \"web-${count.index}-%{ if var.x }a%{ else }b%{ endif }\" })\n}\n\n",
            "variable \"v@\" {\n  type        = list(object({ a = string, b = optional(number, @.5e3) }))\n"
                + "  description = \"it's $${not} an \\\"interpolation\\\" \\u00e9\" // why\n  default     = []\n}\n",
            "locals {\n  script@ = <<-EOT\n    #!/bin/sh\n    echo \"${var.name}\" # $${HOME}\n      %{ for x in var.xs ~}\n"
                + "    ${x}\n      %{ endfor ~}\n  EOT\n  /* block\n     comment */ m = { for k, v in var.m : k => v... if v != null }\n}\n",
            "output \"o@\" { value = provider::x::f(module.m@[*].id, \"${\"n${1 + @}\"}\") }\n",
        ],
        .nix: [
            "# f@\n{ pkgs ? import <nixpkgs> { }, lib, ... }@args@:\nlet\n  inherit (lib) mkIf; v = \"1.${toString @}\";\nin\n",
            "rec {\n  a.b.\"c d\" = ./x/${v}/y.nix; u = https://example.org/x@?y=1;\n  /* doc\n     more */\n"
                + "  n = -1.5e3 + 2 / @; p = [ ../. ~/x <a/b> ''s'' ];\n} //\n",
            "{ shellHook = ''\n    # sh ${v} ''${x} ''' ''\\n\n    echo \"$y\" || exit @\n  ''; e = x.y or z; f = a: b: a |> b; } //\n",
        ],
        .yaml: [
            "# Größe @\nname@: &a@ \"x \\\"y\\\" #z\\u00e9\"\non:\n  push: {branches: [main, 'it''s'], paths: [a, b]}\n",
            "jobs@:\n  build:\n    steps:\n      - uses: a/b@v@\n        with: {x: \"${{ github.ref }}\"}\n      - run: |\n"
                + "          # sh\n          echo \"$X\"\n\n          ls\n      - run: >-\n          folded\n          text @\n",
            "list@:\n- !!str a # c\n- - nested\n  - ? k\n    : v\n- plain text\n  over lines @\n- 'single\n\n  quoted'\n",
            "---\ndoc@: ~\nurl: http://x.y/z#f\n? complex\n: [1, {a: b, c: },\n   x]\n...\n",
        ],
        .markdown: [
            "# Title @ `code` <b>x</b>\n\nSome *text* with a [link](http://x.y/(z) \"t\"), an ![image](<a b.png>)\nand `` a`b ``; lazy.\n\n",
            "- item @\n  - nested\n\n    ```sh\n    $ ls # c\n    ```\n- [x] done\n\n> quote\n> more\nlazy\n\n",
            "| a | b |\n|---|:-:|\n| `x` | <http://y.z> |\n\nSetext\n------\n\n    indented @\n\n",
            "<div>\n<!-- c -->\n*raw*\n</div>\n\n```yaml title=x\na: @ # c\n```\n\n***\n\n1. one\n2. two\n\n",
        ],
        .shell: [
            "# häufig @\nset -euo pipefail\nfor f in \"${files[@]}\"; do\n  echo \"$f: ${x:-'d'}\" '$not' $((1 + @)) >&2 # c\ndone\n",
            "cat <<EOF\nHello ${name} $(date +%s) `id`\n# no comment @\nEOF\ncat <<-'RAW'\n\t$raw\n\tRAW\n",
            "f() {\n  case \"$1\" in\n    a|b*) x=$(ls | wc -l) ;;\n    *) return @ ;;\n  esac\n}\nexport A=1 B=\"c\\\"d\"\n",
            "if [[ $a =~ ^(b|c)$ ]] && (( @ > 2 )); then a=$'x\\n'; fi \\\n  || true\n",
        ],
        .javascript: [
            "// c @\nimport { a } from \"b\";\nconst re = /a[/]\\/b/g, t = `x ${y ? `n${@}` : 'z'} w`; /* b\n c */\n",
            "function f(a) {\n  return a / @ / 2; // d\n}\n",
        ],
        .python: [
            "#!/usr/bin/env python3\n\"\"\"Doc @.\"\"\"\nx = f\"a {b!r} {'c'}\" # c\n",
            "def f(a):\n    '''doc'''\n    return r\"\\d\" + 'it\\'s' + \"@\"\n",
        ],
        .toml: ["# c @\n[a.\"b\"]\nc = \"d # e\" # f\ng = '''h\ni''' \nj = { k = @, l = [1, 2] }\n"],
        .json: ["\"k@\": {\"a\": [1, -2.5e3, true, \"b \\\" c\"], // d\n\"u\": \"http://x\"},\n"],
        .html: [
            "<!-- c @ -->\n<p class=\"a b\" id=x>Text &amp; {#if a}{b}{/if}</p>\n",
            "<script>\n// c\nlet a = \"</p>\" + '@';\n</script>\n<style>\n.a { b: url(x) } /* d */\n</style>\n",
        ],
        .justfile: [
            "# c @\nname@ := \"v\" + `git rev-parse HEAD`\n\n[private]\nbuild@ a b='c': lint\n    @echo {{a}} \"$x\" # sh\n    ls\n\n"
        ],
    ]
}
