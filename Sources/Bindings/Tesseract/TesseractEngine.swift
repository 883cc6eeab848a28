import CTesseract
import Glibc
import Leptonica

/// Why tesseract did nothing.
public enum TesseractError: Error, Sendable, Equatable {
    /// The data of this language is not installed.
    case missingLanguage(String)
    /// The time given for the picture is over.
    case outOfTime
    /// It gave up without a reason.
    case failed
}

/// A word as tesseract read it; pixels from the upper left corner of the picture.
public struct TesseractWord: Sendable, Equatable {
    public var text: String
    public var left: Int
    public var top: Int
    public var right: Int
    public var bottom: Int
    /// From 0 to 1.
    public var confidence: Double
    /// True when a block of text, a paragraph or a line begins with the word.
    public var startsBlock = false
    public var startsParagraph = false
    public var startsLine = false
}

/// tesseract with the data of some languages loaded, which takes some hundred milliseconds.
///
/// Owns the engine. Not for use by two threads at once.
public struct TesseractEngine: ~Copyable {
    private let engine: OpaquePointer

    /// Loads languages, such as `eng`, from where the library has its data.
    public init(languages: [String]) throws(TesseractError) {
        guard let engine = TessBaseAPICreate() else { throw .failed }
        Self.silence(engine)
        let isLoaded = TessBaseAPIInit2(engine, nil, languages.joined(separator: "+"), OEM_LSTM_ONLY) == 0
        let missing = isLoaded ? Self.missing(of: languages, engine) : Self.firstMissing(of: languages)
        if !isLoaded || missing != nil {
            TessBaseAPIDelete(engine)
            throw missing.map { .missingLanguage($0) } ?? .failed
        }
        Self.silence(engine)
        self.engine = engine
    }

    deinit { TessBaseAPIDelete(engine) }

    /// The version of the library, as in `5.3.0`.
    public static var version: String { TessVersion().map { String(cString: $0) } ?? "unknown" }

    /// Reads the words of an upright picture in the order tesseract finds them.
    ///
    /// `resolution` is in dots per inch; `seconds` bounds the time of recognition, not that of the layout analysis
    /// before it.
    public func words(
        of picture: borrowing Picture, resolution: Int, seconds: Int, asOneBlock: Bool = false
    ) throws(TesseractError) -> [TesseractWord] {
        TessBaseAPISetPageSegMode(engine, asOneBlock ? PSM_SINGLE_BLOCK : PSM_AUTO)
        picture.withImage { TessBaseAPISetImage2(engine, .init($0)) }
        TessBaseAPISetSourceResolution(engine, Int32(clamping: resolution))
        defer { TessBaseAPIClear(engine) }
        guard let monitor = TessMonitorCreate() else { throw .failed }
        defer { TessMonitorDelete(monitor) }
        TessMonitorSetDeadlineMSecs(monitor, Int32(clamping: seconds * 1000))
        let start = time(nil)
        guard TessBaseAPIRecognize(engine, monitor) == 0 else {
            throw time(nil) - start >= seconds ? .outOfTime : .failed
        }
        guard let results = TessBaseAPIGetIterator(engine) else { return [] }
        defer { TessResultIteratorDelete(results) }
        return Self.words(of: results)
    }

    private static func words(of results: OpaquePointer) -> [TesseractWord] {
        guard let places = TessResultIteratorGetPageIteratorConst(results) else { return [] }
        var words: [TesseractWord] = []
        repeat {
            guard let text = TessResultIteratorGetUTF8Text(results, RIL_WORD) else { continue }
            defer { TessDeleteText(text) }
            var left: Int32 = 0
            var top: Int32 = 0
            var right: Int32 = 0
            var bottom: Int32 = 0
            guard text.pointee != 0,
                TessPageIteratorBoundingBox(places, RIL_WORD, &left, &top, &right, &bottom) != 0
            else { continue }
            let certainty = Double(TessResultIteratorConfidence(results, RIL_WORD)) / 100
            words.append(
                TesseractWord(
                    text: String(cString: text), left: Int(left), top: Int(top), right: Int(right),
                    bottom: Int(bottom), confidence: min(1, max(0, certainty)),
                    startsBlock: TessPageIteratorIsAtBeginningOf(places, RIL_BLOCK) != 0,
                    startsParagraph: TessPageIteratorIsAtBeginningOf(places, RIL_PARA) != 0,
                    startsLine: TessPageIteratorIsAtBeginningOf(places, RIL_TEXTLINE) != 0))
        } while TessResultIteratorNext(results, RIL_WORD) != 0
        return words
    }

    /// tesseract leaves out languages it does not find, and says so only on standard error.
    private static func missing(of languages: [String], _ engine: OpaquePointer) -> String? {
        guard let list = TessBaseAPIGetLoadedLanguagesAsVector(engine) else { return nil }
        defer { TessDeleteTextArray(list) }
        var loaded: Set<String> = []
        var next = list
        while let name = next.pointee {
            loaded.insert(String(cString: name))
            next += 1
        }
        return languages.first { !loaded.contains($0) }
    }

    private static func firstMissing(of languages: [String]) -> String? {
        languages.first { language in
            guard let engine = TessBaseAPICreate() else { return false }
            defer { TessBaseAPIDelete(engine) }
            silence(engine)
            return TessBaseAPIInit2(engine, nil, language, OEM_LSTM_ONLY) != 0
        }
    }

    /// A page of noise has thousands of complaints; they would go to standard error.
    private static func silence(_ engine: OpaquePointer) {
        Picture.silenceMessages()
        _ = TessBaseAPISetVariable(engine, "debug_file", "/dev/null")
    }
}
