/// What a block, or a file of arguments, shows by itself.
extension TerraformChecks {
    mutating func checkBlock(_ block: TerraformStateFacts.Backend, _ file: Int) {
        guard let backend = TerraformBackend.all[block.type] else { return }
        let identity = block.type == "cloud" ? "terraform.cloud" : "terraform.backend.\(block.type)"
        // What an override takes the place of is not read: its arguments may be anything.
        let isRead = !model.overridden.contains(Site(file, block.range))
        for setting in block.settings where !setting.name.holds(".") {
            if isRead { checkArgument(setting, backend, file, identity: identity) }
            if backend.known[setting.name]?.isSecret == true, TerraformChecks.isSecret(setting) {
                report("tofu/backend-secret", Site(file, setting.range), identity: identity)
            }
        }
        for setting in block.settings { checkRoad(setting, backend, file, identity: identity) }
        guard isRead, !block.variables.isEmpty, !mayBeOpenTofu(file) else { return }
        for variable in block.variables {
            report("tofu/variable-in-backend", Site(file, variable.range), identity: identity)
        }
    }

    /// Of a file whose stack nothing names, the type is what all its arguments belong to.
    mutating func checkSettings(_ settings: [TerraformStateFacts.Setting], _ file: Int) {
        for setting in settings
        where TerraformBackend.isSecretAnywhere(setting.name) && TerraformChecks.isSecret(setting) {
            report("tofu/backend-secret", Site(file, setting.range), identity: "arguments")
        }
        let names = settings.map(\.name).filter { !$0.holds(".") }
        guard let type = TerraformStacks.type(of: names), let backend = TerraformBackend.all[type] else { return }
        for setting in settings { checkRoad(setting, backend, file, identity: "arguments") }
    }

    /// An argument that the backend does not have, or that has another name now.
    mutating func checkArgument(
        _ setting: TerraformStateFacts.Setting, _ backend: TerraformBackend, _ file: Int, identity: String
    ) {
        let site = Site(file, setting.range)
        let known = backend.known[setting.name]
        if let now = known?.now {
            report("tofu/s3-old-spelling", site, identity: identity, values: ["now": now, "type": backend.type])
        }
        guard known?.isArgument != true else { return }
        let owners = TerraformBackend.byArgument[setting.name] ?? []
        let values = ["type": backend.type, "other": owners.joined(separator: ", ")]
        report(
            owners.isEmpty ? "tofu/unknown-argument" : "tofu/argument-of-other-backend", site, identity: identity,
            values: values)
    }

    /// An address over plain http, or certificates that nobody looks at.
    mutating func checkRoad(
        _ setting: TerraformStateFacts.Setting, _ backend: TerraformBackend, _ file: Int, identity: String
    ) {
        let site = Site(file, setting.range)
        if TerraformChecks.isPlain(setting.value) {
            let name = setting.name.holds(".") ? String(setting.name.prefix { $0 != "." }) : setting.name
            if backend.urls.contains(name) { report("tofu/plain-http", site, identity: identity) }
        }
        if setting.value == "true", setting.name == "skip_cert_verification" || setting.name == "insecure",
            backend.arguments.contains(setting.name)
        {
            report("tofu/unverified-certificate", site, identity: identity)
        }
    }

    /// Anything but this very machine.
    static func isPlain(_ address: String) -> Bool {
        guard address.begins("http://") else { return false }
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
    private func mayBeOpenTofu(_ file: Int) -> Bool {
        if model.path(file).ends(".tofu") { return true }
        let folder = model.folderOfFile[file]
        var here: Set<String> = []
        var page: Set<String> = []
        var balance = 0
        for run in model.runs where !run.command.program.isEmpty {
            balance += run.command.program == "tofu" ? 1 : -1
            if run.places.contains(where: { $0.folder == folder }) { here.insert(run.command.program) }
            if run.file == file { page.insert(run.command.program) }
        }
        // What runs here says it, or a page's own commands, or else most of the repository's.
        if !here.isEmpty { return here == ["tofu"] }
        return page.isEmpty ? balance > 0 : page == ["tofu"]
    }
}
