/// What a block, or a file of arguments, shows by itself.
extension TerraformChecks {
    mutating func checkBlock(_ block: TerraformStateFacts.Backend, _ path: String) {
        guard let backend = TerraformBackend.all[block.type] else { return }
        let identity = block.type == "cloud" ? "terraform.cloud" : "terraform.backend.\(block.type)"
        for setting in block.settings where !setting.name.contains(".") {
            checkArgument(setting, backend, path, identity: identity)
            if backend.secrets.contains(setting.name), TerraformChecks.isSecret(setting) {
                report("tofu/backend-secret", Site(path: path, anchor: setting.anchor), identity: identity)
            }
        }
        checkRoads(block.settings, backend, path, identity: identity)
        guard !mayBeOpenTofu(path) else { return }
        for variable in block.variables {
            report("tofu/variable-in-backend", Site(path: path, anchor: variable.anchor), identity: identity)
        }
    }

    /// Of a file whose stack nothing names, the type is what all its arguments belong to.
    mutating func checkSettings(_ settings: [TerraformStateFacts.Setting], _ path: String) {
        let secrets = TerraformBackend.all.values.reduce(into: Set<String>()) { $0.formUnion($1.secrets) }
        for setting in settings where secrets.contains(setting.name) && TerraformChecks.isSecret(setting) {
            report("tofu/backend-secret", Site(path: path, anchor: setting.anchor), identity: "arguments")
        }
        let names = settings.map(\.name).filter { !$0.contains(".") }
        guard let type = TerraformStacks.type(of: names), let backend = TerraformBackend.all[type] else { return }
        checkRoads(settings, backend, path, identity: "arguments")
    }

    /// An argument that the backend does not have, or that has another name now.
    mutating func checkArgument(
        _ setting: TerraformStateFacts.Setting, _ backend: TerraformBackend, _ path: String, identity: String
    ) {
        let site = Site(path: path, anchor: setting.anchor)
        if let now = backend.renamed[setting.name] {
            report("tofu/s3-old-spelling", site, identity: identity, values: ["now": now, "type": backend.type])
        }
        guard !backend.arguments.contains(setting.name) else { return }
        let owners = TerraformBackend.byArgument[setting.name] ?? []
        let values = ["type": backend.type, "other": owners.joined(separator: ", ")]
        report(
            owners.isEmpty ? "tofu/unknown-argument" : "tofu/argument-of-other-backend", site, identity: identity,
            values: values)
    }

    /// Addresses over plain http, and certificates that nobody looks at.
    mutating func checkRoads(
        _ settings: [TerraformStateFacts.Setting], _ backend: TerraformBackend, _ path: String, identity: String
    ) {
        for setting in settings {
            let name = String(setting.name.prefix { $0 != "." })
            let site = Site(path: path, anchor: setting.anchor)
            if backend.urls.contains(name), TerraformChecks.isPlain(setting.value) {
                report("tofu/plain-http", site, identity: identity)
            }
            if ["skip_cert_verification", "insecure"].contains(setting.name), setting.value == "true",
                backend.arguments.contains(setting.name)
            {
                report("tofu/unverified-certificate", site, identity: identity)
            }
        }
    }

    /// Anything but this very machine.
    static func isPlain(_ address: String) -> Bool {
        guard address.hasPrefix("http://") else { return false }
        let host = address.dropFirst(7).prefix { $0 != "/" && $0 != ":" }
        let full = address.dropFirst(7)
        return host != "localhost" && !host.hasPrefix("127.") && !full.hasPrefix("[::1]")
            && !host.hasSuffix(".localhost")
    }

    /// A value written out; of a connection's text only one that holds a password.
    static func isSecret(_ setting: TerraformStateFacts.Setting) -> Bool {
        let value = setting.value
        if value.isEmpty || value == "null" || TerraformTemplate.isPlaceholder(value) { return false }
        guard setting.name == "conn_str" else { return true }
        if value.contains("password=") { return true }
        guard let mark = value.firstRange(of: "://"), let at = value.lastIndex(of: "@"), at > mark.upperBound else {
            return false
        }
        return value[mark.upperBound..<at].contains(":")
    }

    /// Whether only OpenTofu runs here, as far as the repository tells.
    private func mayBeOpenTofu(_ path: String) -> Bool {
        if path.hasSuffix(".tofu") { return true }
        return (programs[TerraformStacks.folder(of: path)] ?? allPrograms) == ["tofu"]
    }
}
