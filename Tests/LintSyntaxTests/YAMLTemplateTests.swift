import LintSource
import LintSyntax
import Testing

/// Templates that make YAML: Helm, Jinja, ERB.
@Suite struct YAMLTemplateTests {
    @Test func `a Helm template keeps its keys, values and comments`() {
        let reading = Reading(
            """
            {{- /* a: # b */ -}}
            {{- if .Values.on }}
            kind: {{ .Values.kind | quote }} # c
            metadata:
              name: {{ include "x" . }}-web
              labels: {{- include "labels" . | nindent 4 }}
                app: web
              {{- with .Values.note }}
              note: "{{ . | default "none" }}"
              {{- end }}
            spec:
              {{- toYaml .Values.spec | nindent 2 }}
            {{- end }}

            """, .yaml)
        #expect(reading.document.isTemplate)
        #expect(reading.fault == nil)
        #expect(
            reading.texts(.key) == [
                "key:kind", "key:metadata", "key:name", "key:labels", "key:app", "key:note", "key:spec",
            ])
        #expect(reading.texts(.comment) == ["comment:{{- /* a: # b */ -}}", "comment:# c"])
        #expect(
            reading.paths == [
                "/kind={{ .Values.kind | quote }}", "/metadata/name={{ include \"x\" . }}-web",
                "/metadata/labels/app=web", "/metadata/note=\"{{ . | default \"none\" }}\"",
            ])
    }

    @Test func `text that a template makes is no known scalar`() throws {
        let tree = try #require(Reading("{{ if a }}\nb: c\nd: {{ e }}f\n{{ end }}\n", .yaml).document.tree)
        #expect(tree.nodes.map(\.kind) == [.object, .scalar, .expression])
        #expect(tree.nodes.map(\.scalar) == [nil, "c", nil])
    }

    @Test(arguments: [
        "{% if a %}\nb: {{ {'c': {'d': 1}}.c.d }}\n{% endif %}\n",
        "{# a: [ #}\nb: c\n",
        "<% a %>\nb: <%= c[\"}\"] %>\n",
        "b:\n{{ range .x }}\n- {{ . }}\n{{ end }}\n",
        "{{ $x := \"}}\" }}\nb: {{ `{{` }}\n",
        "{{/* don't\n  stop */}}\nb: c\n",
    ])
    func `other templates are recognised`(_ source: String) {
        let reading = Reading(source, .yaml)
        #expect(reading.document.isTemplate)
        #expect(!reading.document.ok)
        #expect(reading.texts(.key) == ["key:b"])
        #expect(reading.fault == nil)
    }

    @Test(arguments: [
        "a: {{ b }}\n", "a: '{{ b }}'\n", "a: \"{% b %}\"\n", "a: ${{ b }}\n", "a: |\n  {{ b }}\n# {{ c\n",
    ])
    func `a file that is YAML as it lies is no template`(_ source: String) {
        let reading = Reading(source, .yaml)
        #expect(!reading.document.isTemplate)
        #expect(reading.document.ok)
    }

    @Test(arguments: ["a: [${{ b }}\n", "a: \"{{ b }}\"\nc: \"d\ne: f\n", "a: b\n  c: d\n# {{ e }}\n"])
    func `a broken file is no template because it speaks of one`(_ source: String) {
        let reading = Reading(source, .yaml)
        #expect(!reading.document.isTemplate)
        #expect(!reading.document.ok)
    }
}
