/// The JSON Schema (2020-12) of ``JSONReporter``'s output. Unknown keys are allowed: later versions only add.
public enum ReportSchema {
    public static let text = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "https://github.com/tinyland-inc/flywheel-lint/schema/report-1.json",
          "title": "flywheel-lint report, version 1",
          "description": "Offsets and lengths count bytes; lines and columns count from 1, columns in code points; ends are exclusive.",
          "type": "object",
          "required": ["schema", "tool", "summary", "findings", "kpis", "rules", "skipped", "notes"],
          "properties": {
            "schema": {"const": "flywheel-lint/report/1"},
            "tool": {
              "type": "object",
              "required": ["name", "version"],
              "properties": {"name": {"type": "string"}, "version": {"type": "string"}}
            },
            "summary": {
              "type": "object",
              "description": "Findings that count, by level; what does not count; files that were read and that were not.",
              "required": ["error", "warning", "note", "suppressed", "files", "skipped"],
              "additionalProperties": {"type": "integer", "minimum": 0}
            },
            "findings": {
              "description": "Sorted by path, offset and rule; suppressed ones are among them.",
              "type": "array",
              "items": {"$ref": "#/$defs/finding"}
            },
            "fixed": {
              "description": "In a comparison: findings of the earlier state that are gone.",
              "type": "array",
              "items": {"$ref": "#/$defs/finding"}
            },
            "fixedByDeletion": {
              "description": "In a comparison: findings that went with their file.",
              "type": "array",
              "items": {"$ref": "#/$defs/finding"}
            },
            "kpis": {"type": "array", "items": {"$ref": "#/$defs/kpi"}},
            "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            "skipped": {
              "description": "Files that were not read, up to a bound; summary.skipped counts all.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["path", "reason"],
                "properties": {
                  "path": {"type": "string"},
                  "reason": {"enum": ["binary", "too-large", "excluded", "unreadable", "symlink", "special"]}
                }
              }
            },
            "notes": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {"path": {"type": ["string", "null"]}, "message": {"type": "string"}}
              }
            }
          },
          "$defs": {
            "level": {"enum": ["off", "note", "warning", "error"]},
            "offset": {"type": "integer", "minimum": 0},
            "position": {"type": "integer", "minimum": 1},
            "safety": {"enum": ["safe", "unsafe"]},
            "place": {
              "type": "object",
              "required": ["path", "offset", "length", "line", "column", "endLine", "endColumn"],
              "properties": {
                "path": {"type": "string"},
                "offset": {"$ref": "#/$defs/offset"},
                "length": {"$ref": "#/$defs/offset"},
                "line": {"$ref": "#/$defs/position"},
                "column": {"$ref": "#/$defs/position"},
                "endLine": {"$ref": "#/$defs/position"},
                "endColumn": {"$ref": "#/$defs/position"}
              }
            },
            "finding": {
              "allOf": [{"$ref": "#/$defs/place"}],
              "required": [
                "rule", "level", "match", "lang", "context", "route", "surface", "message", "kpi", "fix", "fingerprint",
                "state", "suppressed"
              ],
              "properties": {
                "rule": {"type": "string", "minLength": 1},
                "level": {"$ref": "#/$defs/level"},
                "match": {"description": "The text of the range; U+FFFD for bytes that are not UTF-8.", "type": "string"},
                "lang": {"type": "string"},
                "context": {"type": "string"},
                "route": {"type": "string"},
                "surface": {"type": "string"},
                "message": {"type": "string"},
                "kpi": {"type": ["string", "null"]},
                "fix": {
                  "type": ["object", "null"],
                  "required": ["safety", "edits"],
                  "properties": {
                    "safety": {"$ref": "#/$defs/safety"},
                    "edits": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "required": ["offset", "length", "text"],
                        "properties": {
                          "offset": {"$ref": "#/$defs/offset"},
                          "length": {"$ref": "#/$defs/offset"},
                          "text": {"type": "string"}
                        }
                      }
                    }
                  }
                },
                "related": {
                  "type": "array",
                  "items": {
                    "allOf": [{"$ref": "#/$defs/place"}],
                    "required": ["message"],
                    "properties": {"message": {"type": "string"}}
                  }
                },
                "identity": {"type": "string"},
                "fingerprint": {
                  "description": "The hash of the context and that of the line.",
                  "type": "string",
                  "pattern": "^[0-9a-f]{16}:[0-9a-f]{16}$"
                },
                "state": {"enum": ["new", "unchanged", "moved", "updated", null]},
                "ruleIsNew": {
                  "description": "Beside the state new: the rule was not there before, so nobody made this one worse.",
                  "type": "boolean"
                },
                "suppressed": {
                  "type": ["object", "null"],
                  "required": ["kind", "reason"],
                  "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "reason": {"type": ["string", "null"]}
                  }
                }
              }
            },
            "kpi": {
              "type": "object",
              "required": ["id", "title", "value", "unit", "better", "goal", "budget", "baseline"],
              "properties": {
                "id": {"type": "string"},
                "title": {"type": "string"},
                "value": {"type": ["number", "null"]},
                "unit": {
                  "enum": [
                    "occurrences", "lines", "files", "directories", "nodes", "answers", "external", "repositories"
                  ]
                },
                "better": {"enum": ["lower", "higher", "neither"]},
                "goal": {"type": ["number", "null"]},
                "budget": {"type": ["number", "null"]},
                "by": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                "baseline": {"type": ["number", "null"]}
              }
            },
            "rule": {
              "type": "object",
              "required": ["id", "title", "why", "level", "tags", "kpi", "fix", "pack"],
              "properties": {
                "id": {"type": "string"},
                "title": {"type": "string"},
                "why": {"type": "string"},
                "level": {"$ref": "#/$defs/level"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "kpi": {"type": ["string", "null"]},
                "fix": {"enum": ["safe", "unsafe", null]},
                "pack": {"type": "string"}
              }
            }
          }
        }

        """#
}
