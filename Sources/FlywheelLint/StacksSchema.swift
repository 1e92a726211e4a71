extension StacksReport {
    /// The JSON Schema (2020-12) of ``json``. Unknown keys are allowed: later versions only add.
    public static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "https://github.com/tinyland-inc/flywheel-lint/schema/stacks-1.json",
          "title": "flywheel-lint stacks, version 1",
          "description": "Root modules of Terraform and OpenTofu, and whose state is whose. Secrets that are written out are shown as ***.",
          "type": "object",
          "required": ["schema", "stacks", "unplaced"],
          "properties": {
            "schema": {"const": "flywheel-lint/stacks/1"},
            "stacks": {
              "description": "In path order.",
              "type": "array",
              "items": {"$ref": "#/$defs/stack"}
            },
            "unplaced": {
              "description": "Inits and environments of which it is not known whose they are: path:line.",
              "type": "array",
              "items": {"type": "string"}
            }
          },
          "$defs": {
            "stack": {
              "type": "object",
              "required": ["path", "backend", "address", "stateNames", "lock", "credentials", "authority", "feeders", "why"],
              "properties": {
                "path": {"type": "string", "description": "The folder; '.' for the root."},
                "backend": {"type": ["string", "null"], "description": "The type; null where no block is."},
                "address": {"type": ["string", "null"], "description": "One address, where all that is known agrees."},
                "stateNames": {"type": "array", "items": {"type": "string"}},
                "lock": {"type": ["string", "null"]},
                "credentials": {"type": ["string", "null"]},
                "authority": {
                  "enum": ["clear", "conflicting", "none", "unknown"],
                  "description": "clear: one answer. conflicting: several. none: the repository gives none. unknown: something gives one that is not resolved."
                },
                "feeders": {"type": "array", "items": {"$ref": "#/$defs/feeder"}},
                "why": {"type": "string"}
              }
            },
            "feeder": {
              "type": "object",
              "required": ["path", "line", "kind", "arguments"],
              "properties": {
                "path": {"type": "string"},
                "line": {"type": "integer", "minimum": 1},
                "kind": {"enum": ["script", "recipe", "job", "documentation", "comment", "file", "environment"]},
                "arguments": {"type": "array", "items": {"type": "string"}}
              }
            }
          }
        }
        """#
}
