import Model

/// Whether a transcript of recordings is wanted, as the parameters of the job say.
enum TranscriptWish: Equatable {
    /// Nobody asked for one.
    case none
    /// It is wanted, and nobody is there to make it.
    case unanswered
    /// A provider is to be asked.
    case asked(provider: String, model: String?, language: String?)

    /// Reads the parameters of a job, as they were frozen: whoever froze them chose the provider.
    init(_ parameters: JSONObject) {
        guard let wish = parameters["transcription"]?.object, wish["mode"]?.string != "never" else {
            self = .none
            return
        }
        guard let provider = wish["provider"]?.string else {
            self = .unanswered
            return
        }
        self = .asked(provider: provider, model: wish["model"]?.string, language: wish["language"]?.string)
    }
}
