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

    /// Freezes who writes down what is said in recordings: the provider that is named, or the first with a model for
    /// it; nobody where there is none.
    func chooseTranscription(in draft: inout Draft) throws(Failure) {
        guard var wish = draft.values["transcription"]?.object else { return }
        defer { draft.values["transcription"] = .object(wish) }
        guard wish["mode"]?.string != "never" else {
            wish["provider"] = .null
            return
        }
        let server: ModelServer
        if let name = wish["provider"]?.string {
            server = try transcriber(named: name, hasModel: wish["model"]?.string != nil)
        } else {
            guard let able = models.first(where: { $0.transcriptionModel != nil }) else { return }
            server = able
            wish["provider"] = .string(server.name)
            draft.origins["transcription.provider"] = "global"
        }
        if wish["model"]?.string == nil, let model = server.transcriptionModel {
            wish["model"] = .string(model)
            draft.origins["transcription.model"] = "global"
        }
    }

    private func transcriber(named name: String, hasModel: Bool) throws(Failure) -> ModelServer {
        guard !models.isEmpty else {
            throw Failure(
                .offline,
                "transcription.provider \(printable(name)) is not asked: no provider is configured, or `offline` is "
                    + "true.", stage: .intake)
        }
        let known = models.map(\.name)
        guard let server = models.first(where: { $0.name == name }) else {
            throw JobFile.refusal(
                "transcription.provider \(printable(name)) is not known here; known are "
                    + "\(known.joined(separator: ", ")).",
                details: ["provider": .string(name), "known": .strings(known)])
        }
        guard hasModel || server.transcriptionModel != nil else {
            throw JobFile.refusal("The provider \(printable(name)) has no transcription_model in dropmill.yaml.")
        }
        return server
    }
}
