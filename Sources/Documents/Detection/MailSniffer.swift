import Model

/// Tells mail from other text by the headers it begins with (RFC 5322, RFC 4155, RFC 2557).
struct MailSniffer {
    private var names: Set<String> = []
    private var isRelated = false
    private var isSaved = false

    /// The type of a text that is mail, a mail box or a saved web page; nil for any other.
    static func type(of text: ArraySlice<UInt8>, guess: String, promised: String?) -> String? {
        var rest = text
        if let box = envelope(text) {
            rest = box
            return MailSniffer(headers: rest)?.isMail == true ? MediaTypes.mailArchive : nil
        }
        guard let headers = MailSniffer(headers: rest) else { return nil }
        if headers.isSaved || headers.isRelated && (promised == MediaTypes.webArchive || !headers.isAddressed) {
            return MediaTypes.webArchive
        }
        if guess == MediaTypes.mail || guess == "message/news" || promised == MediaTypes.mail { return MediaTypes.mail }
        // A memorandum names sender and subject too; what machines add makes a message of it.
        return headers.isMail && (promised == nil || headers.isOfMachines) ? MediaTypes.mail : nil
    }

    /// What follows the line that begins a message in a mail box.
    private static func envelope(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard text.starts(with: "From " as StaticString) else { return nil }
        let line = text.prefix { $0 != ASCII.lineFeed }
        let hasClock = line.split(separator: ASCII.space).contains { $0.count { $0 == UInt8(ascii: ":") } >= 1 }
        return hasClock && line.contains(where: ASCII.isDigit) ? text[line.endIndex...].dropFirst() : nil
    }

    /// Nil when the text does not begin with headers up to an empty line.
    private init?(headers text: ArraySlice<UInt8>) {
        var count = 0
        for line in text.split(
            separator: ASCII.lineFeed, maxSplits: Limits.headerLines, omittingEmptySubsequences: false)
        {
            if line.trimmed.isEmpty { break }
            let isContinued = line.first.map(ASCII.isBlank) ?? false
            if isContinued, count > 0 {
                note(line)
                continue
            }
            let name = line.prefix { $0 > ASCII.space && $0 < ASCII.delete && $0 != UInt8(ascii: ":") }
            guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == UInt8(ascii: ":") else {
                return nil
            }
            count += 1
            names.insert(String(decoding: name, as: UTF8.self).lowercased())
            note(line)
        }
        guard count > 1 else { return nil }
    }

    private mutating func note(_ line: ArraySlice<UInt8>) {
        let text = String(decoding: line.prefix(500), as: UTF8.self).lowercased()
        if names.contains("content-type"), text.contains("multipart/related") { isRelated = true }
        if text.hasPrefix("from:"), text.contains("<saved by ") { isSaved = true }
        if text.hasPrefix("snapshot-content-location:") { isSaved = true }
    }

    private var isMail: Bool {
        names.count { ["from", "to", "subject", "date", "cc", "sender", "reply-to"].contains($0) } >= 2 || isOfMachines
    }

    private var isAddressed: Bool { !names.isDisjoint(with: ["to", "received", "message-id", "cc", "return-path"]) }

    private var isOfMachines: Bool {
        !names.isDisjoint(with: ["received", "message-id", "mime-version", "return-path", "delivered-to", "x-mailer"])
    }
}
