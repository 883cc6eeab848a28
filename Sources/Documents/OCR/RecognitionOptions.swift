import Layout
import Model

/// How text in pictures is read: the parameter `ocr`, checked.
struct RecognitionOptions: Equatable {
    /// Which pages are read as pictures.
    enum Mode: String {
        /// Those whose own text is missing, garbage or only written over a picture.
        case auto
        case always
        case never
    }

    var mode = Mode.auto
    /// Names of the data of tesseract, such as `eng`.
    var languages = ["eng"]
    /// Dots per inch at which pages of a PDF are drawn; nil for the best.
    var resolution: Int?

    init() {}

    /// True when a page of a PDF is to be read as a picture.
    func isWanted(flaw: TextQuality.Flaw?) -> Bool {
        switch mode {
        case .auto: flaw != nil
        case .always: true
        case .never: false
        }
    }

    /// Reads the parameter.
    init(_ parameter: JSONValue?) throws(Failure) {
        if let word = parameter?["mode"]?.string {
            guard let mode = Mode(rawValue: word) else { throw Self.wrong("mode", "auto, always or never") }
            self.mode = mode
        }
        if let names = parameter?["languages"]?.array?.compactMap(\.string), !names.isEmpty {
            guard names.count <= Limits.recognitionLanguages, names.allSatisfy(Self.isLanguage) else {
                throw Self.wrong("languages", "a list of up to \(Limits.recognitionLanguages) names such as eng or deu")
            }
            languages = names
        }
        if let dpi = parameter?["dpi"]?.integer {
            guard (72...1200).contains(dpi) else { throw Self.wrong("dpi", "a number from 72 to 1200") }
            resolution = Int(dpi)
        }
    }

    /// Names go into a path of the library's: letters, digits, `_` and `-`, with `script/` before the name of a script.
    private static func isLanguage(_ name: String) -> Bool {
        let bare = name.hasPrefix("script/") ? name.dropFirst("script/".count) : name[...]
        return !bare.isEmpty && bare.utf8.count <= Limits.recognitionLanguageBytes
            && bare.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x5F || $0 == 0x2D }
    }

    private static func wrong(_ name: String, _ expected: String) -> Failure {
        Failure(
            .validationError, "ocr.\(name) must be \(expected)", stage: .parse,
            details: ["parameter": .string("ocr.\(name)")],
            resolution: "Correct ocr.\(name) in the job configuration, then retry.")
    }
}
