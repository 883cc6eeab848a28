import Archive
import Glibc
import Magic
import Model

/// Says what a file is: by its content first, by its extension only where content leaves it open.
///
/// libmagic is asked first. What it cannot tell apart is looked at again: containers by the names in them, text by
/// its shape. The extension decides between formats that are plain text (Markdown, YAML, source code).
struct Detector: ~Copyable {
    private let magic: MagicDatabase?

    /// What is known about a file's format.
    struct Finding: Equatable {
        var mimeType: String
        /// The type the extension promises, when it is of another family.
        var extensionMismatch: String?
    }

    /// Loads the database; without one, shapes and extensions have to do.
    init() {
        magic = try? MagicDatabase(bytesRead: Limits.magicBytes)
    }

    /// Looks at a file.
    func detect(_ source: DocumentSource) throws(Failure) -> Finding {
        let promised = MediaTypes.promised(by: source.name)
        guard source.size > 0 else { return Finding(mimeType: MediaTypes.empty) }
        let sample = try source.read(Limits.detectionBytes, at: 0)
        let type = type(of: source, sample: sample, promised: promised)
        let isMismatch = promised.map { MediaTypes.family($0) != MediaTypes.family(type) } ?? false
        return Finding(mimeType: type, extensionMismatch: isMismatch ? promised : nil)
    }

    private func type(of source: DocumentSource, sample: [UInt8], promised: String?) -> String {
        if let known = Signatures.type(of: sample, size: source.size) { return known }
        if let known = BoxSniffer.type(of: source, sample) ?? CompoundSniffer.type(of: source, sample) { return known }
        let guess = MediaTypes.canonical(libmagicType(of: source))
        if ContainerSniffer.isContainer(guess, sample) {
            return ContainerSniffer.type(of: source) ?? guess
        }
        if MediaTypes.isText(guess) || Self.maybeText.contains(guess) {
            let sniffer = TextSniffer(sample: sample, isWhole: Int64(sample.count) == source.size)
            if let type = sniffer?.type(guess: guess, promised: promised) { return type }
            // libmagic saw text where there is none.
            if sniffer == nil, MediaTypes.isText(guess) { return MediaTypes.binary }
        }
        return MediaTypes.refined(guess, by: promised)
    }

    /// Types libmagic gives to text whose shape says more.
    private static let maybeText: Set<String> = [
        MediaTypes.binary, MediaTypes.html, MediaTypes.xhtml, "image/svg+xml", "message/rfc822", "message/news",
    ]

    private func libmagicType(of source: DocumentSource) -> String {
        guard lseek(source.descriptor, off_t(source.start), SEEK_SET) >= 0 else { return MediaTypes.binary }
        switch magic {
        case .some(let magic): return (try? magic.mimeType(ofDescriptor: source.descriptor)) ?? MediaTypes.binary
        case .none: return MediaTypes.binary
        }
    }
}
