import LintSource

/// What a block, or a file of arguments, shows by itself.
extension TerraformChecks {
    mutating func checkBlock(_ block: TerraformStateFacts.Backend, _ file: Int) {
        guard let backend = TerraformBackend.all[block.type] else { return checkType(block, file) }
        let identity = block.type == "cloud" ? "terraform.cloud" : backend.identity
        // What an override takes the place of is not read: its arguments may be anything.
        let isRead = !model.overridden.contains(Site(file, block.range))
        lazy var isLocal = TerraformChecks.isLocal(block.settings)
        for setting in block.settings where !setting.name.holds(".") {
            if isRead {
                checkArgument(
                    setting.name, Site(file, setting.range), backend, identity: identity, in: model.folderOfFile[file])
            }
            let isSecret = backend.known[setting.name]?.isSecret == true && TerraformChecks.isSecret(setting)
            if isSecret || backend.urls.contains(setting.name) && Redaction.holdsPassword(setting.value), !isLocal {
                report("tofu/backend-secret", Site(file, setting.range), identity: identity)
            }
        }
        for setting in block.settings {
            checkRoad(setting.name, setting.value, Site(file, setting.range), backend, identity: identity)
        }
        guard isRead, !block.variables.isEmpty else { return }
        let mayBeOpenTofu = mayBeOpenTofu(file, isDocumentation: block.isDocumentation)
        let replaced = replaced(in: block, backend, file)
        for variable in block.variables where !replaced.contains(variable.range) {
            let isMade = variable.name.begins("data.") || variable.name.begins("module.")
            if mayBeOpenTofu, !isMade { continue }
            report(
                "tofu/variable-in-backend", Site(file, variable.range), identity: identity,
                values: [
                    "hint": isMade
                        ? "stops Terraform and OpenTofu: they read the backend before anything is made or looked up"
                        : "needs OpenTofu 1.8; Terraform stops here"
                ])
        }
    }

    /// A backend that no version has. (Pages show what stands for one.)
    private mutating func checkType(_ block: TerraformStateFacts.Backend, _ file: Int) {
        let type = block.type.filter { $0 != "\"" }
        let isName = !type.isEmpty && type.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 }
        guard isName, !block.isDocumentation, !TerraformBackend.formerTypes.contains(type) else { return }
        report(
            "tofu/unknown-backend", Site(file, block.range), identity: "terraform.backend",
            values: ["type": type, "hint": type == "cloud" ? ", but a block: cloud { … }" : ""])
    }

    /// The variables in arguments that the backend does not have, of which that is said; and in those that every init that
    /// is known gives: it takes the block's place before they are worked out. Of the first hundred.
    private func replaced(
        in block: TerraformStateFacts.Backend, _ backend: TerraformBackend, _ file: Int
    ) -> Set<ByteRange> {
        let inits = (model.answers[model.folderOfFile[file]] ?? []).filter { $0.command != nil }
        var result: Set<ByteRange> = []
        for variable in block.variables.prefix(100) {
            let before = block.settings.last { $0.range.start < variable.range.start }
            guard let argument = before?.name else { continue }
            let isUnknown = !argument.holds(".") && backend.known[argument]?.isArgument != true
            let isGiven =
                !inits.isEmpty
                && inits.allSatisfy { answer in
                    if answer.isOpen || !answer.missing.isEmpty { return true }
                    return answer[argument].map { $0.origin == .flag || $0.origin == .file } ?? false
                }
            if isUnknown || isGiven { result.insert(variable.range) }
        }
        return result
    }

    /// Of a file whose stack nothing names, the type is what all its arguments belong to.
    mutating func checkSettings(_ settings: [TerraformStateFacts.Setting], _ file: Int) {
        lazy var isLocal = TerraformChecks.isLocal(settings)
        for setting in settings
        where TerraformBackend.isSecretAnywhere(setting.name) && TerraformChecks.isSecret(setting) && !isLocal {
            report("tofu/backend-secret", Site(file, setting.range), identity: "arguments")
        }
        let names = settings.map(\.name).filter { !$0.holds(".") }
        guard let type = TerraformStacks.type(of: names), let backend = TerraformBackend.all[type] else { return }
        for setting in settings {
            checkRoad(setting.name, setting.value, Site(file, setting.range), backend, identity: "arguments")
        }
    }

    /// An argument that the backend does not have, or that has another name now.
    mutating func checkArgument(
        _ name: String, _ site: Site, _ backend: TerraformBackend, identity: String, in folder: Int?
    ) {
        let known = backend.known[name]
        if let now = known?.now, !(folder.map(oldFolders.contains) ?? false) {
            report("tofu/s3-old-spelling", site, identity: identity, values: ["now": now, "type": backend.type])
        }
        guard known?.isArgument != true else { return }
        let owners = TerraformBackend.byArgument[name] ?? []
        let values = ["type": backend.type, "other": owners.joined(separator: ", ")]
        report(
            owners.isEmpty ? "tofu/unknown-argument" : "tofu/argument-of-other-backend", site, identity: identity,
            values: values)
    }

    /// An address over plain http, or certificates that nobody looks at.
    mutating func checkRoad(
        _ name: String, _ value: String, _ site: Site, _ backend: TerraformBackend, identity: String
    ) {
        if TerraformChecks.isPlain(value) {
            let own = name.holds(".") ? String(name.prefix { $0 != "." }) : name
            if backend.urls.contains(own) { report("tofu/plain-http", site, identity: identity) }
        }
        if value == "true", name == "skip_cert_verification" || name == "insecure", backend.arguments.contains(name) {
            report("tofu/unverified-certificate", site, identity: identity)
        }
    }

    /// Anything but this very machine.
    static func isPlain(_ address: String) -> Bool {
        // (What is no literal has its expression's text: `${"http://${host}:9000"}`.)
        let text = address.begins("${\"") ? address.dropFirst(3) : address[...]
        return text.begins("http://") && !isThisMachine(text.dropFirst(7))
    }

    /// Whether what begins with a host names the machine that it runs on.
    private static func isThisMachine(_ text: Substring) -> Bool {
        let host = text.prefix { $0 != "/" && $0 != ":" && $0 != "\"" }
        // (LocalStack's container is the machine of whoever tries it, and this name of theirs is 127.0.0.1.)
        return host == "localhost" || host == "localstack" || host.hasPrefix("127.") || text.hasPrefix("[::1]")
            || host.hasSuffix(".localhost") || host.hasSuffix("localhost.localstack.cloud")
    }

    /// Whether the state is on the machine itself, for a trial (LocalStack, a server that is being written): what opens it
    /// opens nothing for anybody else.
    private static func isLocal(_ settings: [TerraformStateFacts.Setting]) -> Bool {
        settings.contains { isLocal($0.value) }
    }

    /// (A database that a build server has beside it is no trial.)
    static func isLocal(_ address: String) -> Bool {
        // (As variables of libpq's say so.)
        if address.holds(" host=localhost") || address.holds(" host=127.0.0.1") { return true }
        guard address.begins("http"), let mark = address.end(of: "://") else { return false }
        let rest = address[mark...]
        return isThisMachine(rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest)
    }

    /// What nobody takes for a secret: the words of who asks for one, and the keys in AWS's own pages.
    private static let examples = [
        "changeme", "change-me", "change_me", "replaceme", "replace-me", "replace_me", "example",
    ]

    private static let hidden: Set<String> = ["redacted", "removed", "hidden", "masked", "dummy", "placeholder"]

    /// A value written out; of a connection's text only one that holds a password.
    static func isSecret(_ setting: TerraformStateFacts.Setting) -> Bool {
        let value = setting.value
        if value.isEmpty || value == "null" || TerraformTemplate.isPlaceholder(value) { return false }
        let plain = value.lowercased()
        if hidden.contains(plain) || !plain.utf8.contains(where: { $0.isWord && $0 != 0x5F }) { return false }
        // `access_key = "access_key"`; a password may well be `password`.
        if setting.name.holds("_"), plain.replacing("-", with: "_") == setting.name { return false }
        if setting.name != "conn_str", examples.contains(where: { plain.hasPrefix($0) || plain.hasSuffix($0) }) {
            return false
        }
        guard setting.name == "conn_str" else { return true }
        if value.contains("password=") { return true }
        guard let mark = value.firstRange(of: "://"), let at = value.lastIndex(of: "@"), at > mark.upperBound else {
            return false
        }
        // (`user:@` has no password.)
        return value[mark.upperBound..<at].dropLast().contains(":")
    }

    /// Whether OpenTofu alone may read the block, as far as the repository tells: by what runs there, or else by the lock file
    /// that an init left there, by what pins a version there, by what runs where nothing tells, by pages about it, by what
    /// most say. What runs outweighs pages, but for a block that is a page's own.
    private mutating func mayBeOpenTofu(_ file: Int, isDocumentation: Bool) -> Bool {
        if model.path(file).ends(".tofu") { return true }
        let programs = programs ?? TerraformPrograms(model)
        self.programs = programs
        let folders = programs.folders(reading: file, model)
        let runsHere = programs.run(in: folders)
        if let only = runsHere.only { return only }
        if !isDocumentation, let isTofu = programs.locked(in: folders) { return isTofu }
        if runsHere.isSome { return false }
        if isDocumentation, let only = programs.said(in: file).only { return only }
        var pins: [Bool] = []
        for folder in folders.sorted() { if let pin = pinned(folder) { pins.append(pin) } }
        if let first = pins.first { return pins.allSatisfy { $0 == first } && first }
        if let only = programs.runsSomewhere.only ?? programs.said(of: folders).only ?? programs.said(in: file).only {
            return only
        }
        // Where nothing names a program, a folder may: `tofu/stacks`.
        if !programs.isNamed { return model.path(file).pathParts.contains { $0 == "tofu" || $0 == "opentofu" } }
        return programs.runs.isSome ? programs.runs.balance > 0 : programs.says.balance > 0
    }

    /// Whether the nearest file that pins a version pins OpenTofu's; `nil` where there is none, or one of each.
    private mutating func pinned(_ folder: Int) -> Bool? {
        var name = model.name(folder)[...]
        while true {
            let start = name.isEmpty ? "" : name + "/"
            let (isTofu, isTerraform) = (isKnown(start + ".opentofu-version"), isKnown(start + ".terraform-version"))
            if isTofu || isTerraform { return isTofu == isTerraform ? nil : isTofu }
            if let pin = model.folders.number(ofKnown: String(name)).flatMap({ programs?.pin(in: $0) }) { return pin }
            if name.isEmpty { return nil }
            name = name.index(ofLast: 0x2F).map { name[..<$0] } ?? ""
        }
    }
}
