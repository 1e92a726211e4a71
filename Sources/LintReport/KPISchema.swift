/// The JSON Schemas (2020-12) of what ``KPIJSON`` and ``HistoryJSON`` write. Unknown keys are allowed: later versions only
/// add.
public enum KPISchema {
    public static let kpis = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "https://github.com/tinyland-inc/flywheel-lint/schema/kpis-1.json",
          "title": "flywheel-lint kpi, version 1",
          "description": "The numbers that a repository is measured by, at one state of it.",
          "type": "object",
          "required": ["schema", "kpis"],
          "properties": {
            "schema": {"const": "flywheel-lint/kpis/1"},
            "kpis": {"type": "array", "items": {"$ref": "#/$defs/kpi"}}
          },
          "$defs": {
            "kpi": {
              "type": "object",
              "required": ["id", "title", "value", "unit", "better", "goal", "budget", "baseline"],
              "properties": {
                "id": {"type": "string", "minLength": 1},
                "title": {"type": "string"},
                "value": {"description": "null: an external number that was not given.", "type": ["number", "null"]},
        \#(direction),
                "baseline": {
                  "description": "The value at the state it is compared with (--against).",
                  "type": ["number", "null"]
                }
              }
            }
          }
        }
        """#

    public static let history = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "https://github.com/tinyland-inc/flywheel-lint/schema/history-1.json",
          "title": "flywheel-lint kpi --history, version 1",
          "description": "The numbers that a repository is measured by, at the commits of a branch.",
          "type": "object",
          "required": ["schema", "kpis", "commits"],
          "properties": {
            "schema": {"const": "flywheel-lint/history/1"},
            "kpis": {"type": "array", "items": {"$ref": "#/$defs/kpi"}},
            "commits": {
              "description": "Along the first parents, oldest first.",
              "type": "array",
              "items": {"$ref": "#/$defs/commit"}
            }
          },
          "$defs": {
            "kpi": {
              "type": "object",
              "required": ["id", "title", "unit", "better", "goal", "budget"],
              "properties": {
                "id": {"type": "string", "minLength": 1},
                "title": {"type": "string"},
        \#(direction)
              }
            },
            "commit": {
              "type": "object",
              "required": ["commit", "date", "author", "subject", "kpis"],
              "properties": {
                "commit": {"type": "string", "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"},
                "date": {
                  "description": "Of the committer, ISO 8601 with the zone.",
                  "type": "string",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|[+-][0-9]{2}:[0-9]{2})$"
                },
                "author": {"type": "string"},
                "subject": {"type": "string"},
                "kpis": {
                  "description": "One for each of the kpis above, in their order.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["id", "value"],
                    "properties": {
                      "id": {"type": "string", "minLength": 1},
                      "value": {"type": ["number", "null"]}
                    }
                  }
                }
              }
            }
          }
        }
        """#

    /// What the two have in common.
    private static let direction = #"""
                "unit": {
                  "enum": [
                    "occurrences", "lines", "files", "directories", "nodes", "answers", "external", "repositories"
                  ]
                },
                "better": {"enum": ["lower", "higher", "neither"]},
                "goal": {"type": ["number", "null"]},
                "budget": {"type": ["number", "null"]},
                "by": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        """#
}
