// Reads file names from standard input, one a line ("t:" in front: as a template, "e:": as an expression),
// and writes what hclsyntax says about each as one line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

type token struct {
	K string `json:"k"`
	S int    `json:"s"`
	E int    `json:"e"`
}

type named struct {
	Kind string   `json:"kind"`
	Path []string `json:"path"`
	S    int      `json:"s"`
	E    int      `json:"e"`
}

type result struct {
	Toks  []token  `json:"toks"`
	Diags []string `json:"diags,omitempty"`
	Named []named  `json:"named,omitempty"`
}

func walk(body *hclsyntax.Body, prefix []string, out *[]named) {
	for name, attr := range body.Attributes {
		path := append(append([]string{}, prefix...), name)
		*out = append(*out, named{"attr", path, attr.SrcRange.Start.Byte, attr.SrcRange.End.Byte})
	}
	for _, block := range body.Blocks {
		path := append(append([]string{}, prefix...), block.Type)
		path = append(path, block.Labels...)
		*out = append(*out, named{"block", path, block.TypeRange.Start.Byte, block.CloseBraceRange.End.Byte})
		walk(block.Body, path, out)
	}
}

func dump(mode byte, name string) result {
	var r result
	src, err := os.ReadFile(name)
	if err != nil {
		r.Diags = []string{err.Error()}
		return r
	}
	start := hcl.Pos{Line: 1, Column: 1}
	var tokens hclsyntax.Tokens
	var diags hcl.Diagnostics
	switch mode {
	case 't':
		tokens, _ = hclsyntax.LexTemplate(src, name, start)
		_, diags = hclsyntax.ParseTemplate(src, name, start)
	case 'e':
		tokens, _ = hclsyntax.LexExpression(src, name, start)
		_, diags = hclsyntax.ParseExpression(src, name, start)
	default:
		tokens, _ = hclsyntax.LexConfig(src, name, start)
		var file *hcl.File
		file, diags = hclsyntax.ParseConfig(src, name, start)
		if body, ok := file.Body.(*hclsyntax.Body); ok {
			walk(body, nil, &r.Named)
		}
	}
	sort.SliceStable(r.Named, func(i, j int) bool {
		a, b := r.Named[i], r.Named[j]
		return a.S < b.S || (a.S == b.S && a.E > b.E)
	})
	for _, t := range tokens {
		r.Toks = append(r.Toks, token{strings.TrimPrefix(t.Type.String(), "Token"), t.Range.Start.Byte, t.Range.End.Byte})
	}
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			r.Diags = append(r.Diags, d.Summary)
		}
	}
	return r
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	enc := json.NewEncoder(out)
	for in.Scan() {
		name, mode := in.Text(), byte('c')
		if strings.HasPrefix(name, "t:") || strings.HasPrefix(name, "e:") {
			name, mode = name[2:], name[0]
		}
		if err := enc.Encode(dump(mode, name)); err != nil {
			panic(err)
		}
	}
}
