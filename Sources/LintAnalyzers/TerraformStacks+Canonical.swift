import LintSource

/// One state is written in several ways: what is left out, and what may be spelled otherwise, is the same place.
extension TerraformStacks {
    /// As states of different stacks are told apart; for people the address stays as it is written.
    static func canonical(_ address: String, _ answer: TerraformStack.Answer) -> String {
        switch answer.type {
        case "remote", "cloud":
            // A `cloud` block and `backend "remote"` are two words for one store.
            let host = answer.value("hostname") ?? ""
            let store = address.firstIndex(of: ":").map { address[$0...].dropFirst(3) } ?? ""
            guard store.hasPrefix(host + "/") else { return address }
            return "remote://" + (host.isEmpty ? "app.terraform.io" : host.lowercased()) + store.dropFirst(host.count)
        case "kubernetes":
            let namespace = answer.value("namespace") ?? ""
            let context = answer.value("config_context") ?? ""
            let suffix = address.index(ofLast: 0x2F).map { address[$0...] } ?? ""
            let store = address.dropLast(suffix.count).dropLast(namespace.count)
            return store + (namespace.isEmpty ? "default" : namespace) + suffix
                + (context.isEmpty ? "" : "\n" + context)
        case "oss", "cos": return address.hasSuffix("/") ? address + "terraform.tfstate" : address
        case "http": return TerraformTemplate.URL(address)?.canonical ?? address
        default: return address
        }
    }

    /// An address that a client is given, with or without a slash at its end.
    static func canonical(endpoint: String) -> String {
        var endpoint = endpoint
        while endpoint.utf8.last == 0x2F { endpoint.removeLast() }
        return TerraformTemplate.URL(endpoint)?.canonical ?? endpoint
    }
}
