import LintRules
import LintSource

/// `flywheel-lint config`: each value with where it came from.
public enum SettingsListing {
    public static func text(_ settings: Settings) -> [UInt8] {
        let width = settings.origins.map { $0.key.count }.max() ?? 0
        var text = ""
        for origin in settings.origins {
            text += "\(origin.key.padded(to: width))  \(origin.value)  (\(origin.origin))\n"
        }
        text += "\(settings.rules.rules.count) rules from \(settings.packNames.joined(separator: ", "))\n"
        return Array(text.utf8)
    }

    public static func json(_ settings: Settings) -> [UInt8] {
        var json = JSONWriter(indent: 2)
        json.object { json in
            json.field("schema", "flywheel-lint/config/1")
            json.field("configuration", optional: settings.configurationPath)
            json.array("values") { json in
                for origin in settings.origins {
                    json.object {
                        $0.field("key", origin.key)
                        $0.field("value", origin.value)
                        $0.field("origin", origin.origin)
                    }
                }
            }
            json.field("packs", settings.packNames)
            json.field("rules", settings.rules.rules.map(\.id))
        }
        json.newline()
        return json.bytes
    }
}
