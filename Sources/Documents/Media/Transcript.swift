import Layout
import Model

/// What is said in a recording, as a server of transcripts told it.
///
/// The server is a stranger: what is read of it is bounded, and times that make no sense are left out.
struct Transcript {
    /// Passages in their order.
    let segments: [PageContent.Segment]
    let language: String?
    let model: String
    /// Passages without a place in the recording.
    let untimed: Int

    /// Reads the content of a reply, which is JSON of the agent's making; nil for anything else.
    init?(_ content: String, model: String) {
        guard let json = try? JSONParser.parse(Array(content.utf8)), let text = json["text"]?.string,
            let told = json["segments"]?.array, told.count <= Limits.transcriptSegments
        else { return nil }
        let timed = told.compactMap { entry -> PageContent.Segment? in
            guard let start = entry["start"]?.number, let end = entry["end"]?.number, 0 <= start, start <= end,
                end < Limits.transcriptSecondsMost, let words = entry["text"]?.string.map(Self.oneLine), !words.isEmpty
            else { return nil }
            return PageContent.Segment(start: start, end: end, text: words)
        }
        let whole = Self.oneLine(text)
        // A server that tells no times tells the whole as one.
        segments = timed.isEmpty && !whole.isEmpty ? [PageContent.Segment(start: 0, end: nil, text: whole)] : timed
        untimed = told.count - timed.count
        language = json["language"]?.string.map { printable(String($0.prefix(Limits.languageNameLength))) }
        self.model = printable(model)
    }

    private static func oneLine(_ text: String) -> String {
        let words = text.split { $0.isWhitespace }
        return words.joined(separator: " ")
    }

    /// Minutes and seconds as `02:03`, with hours where there are any.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.down))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let rest = "\(two(whole / 60 % 60)):\(two(whole % 60))"
        return whole >= 3600 ? "\(whole / 3600):\(rest)" : rest
    }
}
