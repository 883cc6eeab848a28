import Model

extension Resolution {
    /// Freezes which server of models is asked, and for which model; nobody is where the engine needs none.
    func chooseProvider(
        of type: JobType, in draft: inout Draft, _ warnings: inout [String]
    ) throws(Failure) {
        let engine = draft.values["engine"]?.string ?? ""
        let modelKey = type == .tag ? "model_name" : "model"
        let isAsked = engine == "provider" || type == .extract && engine == "auto" && !models.isEmpty
        guard type != .parse, isAsked else {
            if let model = draft.values[modelKey]?.string {
                warnings.append("\(modelKey) \(printable(model)) is not asked: the engine is \(engine).")
            }
            draft.values["provider"] = .null
            return
        }
        guard let first = models.first else {
            throw Failure(
                .offline, "engine: provider needs a provider of models, and none is configured or `offline` is true.",
                stage: .intake)
        }
        var server = first
        if let name = draft.values["provider"]?.string {
            guard let named = models.first(where: { $0.name == name }) else {
                let known = models.map(\.name)
                throw JobFile.refusal(
                    "provider \(printable(name)) is not known here; known are \(known.joined(separator: ", ")).",
                    details: ["provider": .string(name), "known": .strings(known)])
            }
            server = named
        } else {
            draft.values["provider"] = .string(server.name)
            draft.origins["provider"] = "global"
        }
        let own = type == .embed ? server.embeddingModel ?? server.model : server.model
        if draft.values[modelKey]?.string == nil, let model = own {
            draft.values[modelKey] = .string(model)
            draft.origins[modelKey] = "global"
        }
    }
}
