import Glibc
import Layout
import Leptonica
import Model
import Tesseract

/// Reads text in pictures of pages; keeps the engine and its languages loaded between documents.
///
/// Runs on the worker's only thread.
final class PageRecognizer {
    private var engine: TesseractEngine?
    private var loaded: [String] = []
    private var orientation: TesseractOrientation?
    private var hasSoughtOrientation = false

    init() {}

    /// Reads one page.
    ///
    /// `resolution` is what the file says of the picture's dots per inch. The page comes out in points, with the words
    /// of the picture turned upright.
    func recognize(
        _ picture: borrowing Picture, resolution: (x: Double, y: Double)?, options: RecognitionOptions
    ) throws(Failure) -> RecognizedPage {
        try load(options.languages)
        guard let page = CleanedPage(picture, resolution: resolution) else {
            throw Failure(.memoryLimit, "there is not enough memory to recognise the page", stage: .parse)
        }
        if page.isBlank { return Self.page(page, degrees: 0, lean: 0, []) }
        let start = time(nil)
        var best: RecognizedPage?
        var tried: Set<Int> = []
        for attempt in 0..<6 {
            let left = Limits.recognitionSeconds - (time(nil) - start)
            guard left > 0 || best == nil else { break }
            let guess = self.orientation(of: page, attempt: attempt)
            if tried.insert(guess.degrees).inserted {
                guard let before = best else {
                    best = try read(page, guess.degrees, seconds: max(1, left))
                    if best?.isConvincing == true { break }
                    continue
                }
                // What was read the first time is kept when the time for another try is over.
                guard let again = try? read(page, guess.degrees, seconds: left) else { break }
                if again.weight > before.weight { best = again }
                if again.isConvincing { break }
            }
            // Badly legible, but upright: no other orientation would be better.
            if guess.isCertain { break }
        }
        return best ?? Self.page(page, degrees: 0, lean: 0, [])
    }

    /// What to try, the likeliest first: most pages need one attempt.
    private func orientation(of page: borrowing CleanedPage, attempt: Int) -> (degrees: Int, isCertain: Bool) {
        switch attempt {
        case 0: (quickGuess(page), false)
        case 1: slowGuess(page)
        default: ([0, 180, 90, 270][attempt - 2], false)
        }
    }

    /// The orientation by the way lines run and by the strokes of Latin letters, which costs little.
    private func quickGuess(_ page: borrowing CleanedPage) -> Int {
        guard let gathering = page.sketch.gathering() else { return 0 }
        let across = gathering.columns > gathering.rows ? 90 : 0
        guard let lying = page.sketch.turned(across), let scores = lying.orientationScores() else { return across }
        return scores.up < Self.upsideDown ? across + 180 : across
    }

    /// A score below which letters stand on their heads.
    private static let upsideDown = -2.0

    /// The orientation as tesseract finds it, in any script; upright where it finds none.
    private func slowGuess(_ page: borrowing CleanedPage) -> (degrees: Int, isCertain: Bool) {
        if !hasSoughtOrientation {
            hasSoughtOrientation = true
            orientation = TesseractOrientation()
        }
        switch orientation {
        case .some(let detector):
            guard let found = detector.detect(in: page.picture, resolution: Int(page.resolution)) else {
                return (0, false)
            }
            return ((360 - found.degrees) % 360, found.certainty >= Self.certain)
        case .none: return (0, false)
        }
    }

    /// A certainty of tesseract's detector that was never wrong on scans of pages.
    private static let certain = 5.0

    private func read(
        _ page: borrowing CleanedPage, _ degrees: Int, seconds: Int
    ) throws(Failure) -> RecognizedPage {
        guard let upright = page.upright(degrees) else {
            throw Failure(.memoryLimit, "there is not enough memory to recognise the page", stage: .parse)
        }
        let words = try words(of: upright.picture, resolution: Int(page.resolution), seconds: seconds)
        return Self.page(page, degrees: degrees, lean: upright.lean, words)
    }

    private func words(
        of picture: borrowing Picture, resolution: Int, seconds: Int
    ) throws(Failure) -> [TesseractWord] {
        do throws(TesseractError) {
            switch engine {
            case .some(let engine): return try engine.words(of: picture, resolution: resolution, seconds: seconds)
            case .none: return []
            }
        } catch {
            throw Self.failure(error)
        }
    }

    private func load(_ languages: [String]) throws(Failure) {
        guard engine == nil || loaded != languages else { return }
        engine = nil
        do throws(TesseractError) {
            engine = try TesseractEngine(languages: languages)
            loaded = languages
        } catch {
            throw Self.failure(error)
        }
    }

    private static func page(
        _ page: borrowing CleanedPage, degrees: Int, lean: Double, _ found: [TesseractWord]
    ) -> RecognizedPage {
        let isAcross = degrees % 180 != 0
        var result = RecognizedPage(
            width: page.width, height: page.height, uprightWidth: isAcross ? page.height : page.width,
            uprightHeight: isAcross ? page.width : page.height, rotation: degrees)
        result.placement = Placement.leaningBack(
            lean, width: result.uprightWidth, height: result.uprightHeight
        ).then(.turningBack(degrees, width: page.width, height: page.height))
        let points = 72 / page.resolution
        var (block, paragraph, line) = (-1, -1, -1)
        for word in found {
            if word.startsBlock || block < 0 { block += 1 }
            if word.startsParagraph || paragraph < 0 { paragraph += 1 }
            if word.startsLine || line < 0 { line += 1 }
            let box = PageBox(
                x: Double(word.left) * points, y: Double(word.top) * points,
                width: Double(word.right - word.left) * points, height: Double(word.bottom - word.top) * points)
            result.words.append(
                RecognizedPage.Word(
                    text: word.text, box: box, confidence: word.confidence, block: block, paragraph: paragraph,
                    line: line))
        }
        return result.withoutGuesses()
    }

    private static func failure(_ error: TesseractError) -> Failure {
        switch error {
        case .missingLanguage(let language):
            let package =
                "tesseract-ocr-"
                + language.lowercased().split(separator: "/").joined(separator: "-")
                .map { $0 == "_" ? "-" : String($0) }.joined()
            return Failure(
                .validationError, "the language \"\(printable(language))\" for recognising text is not installed",
                stage: .parse, details: ["parameter": "ocr.languages", "language": .string(language)],
                resolution: "Install it (Debian: apt install \(package)), or name another one, then retry.")
        case .outOfTime:
            return Failure(
                .timeout, "recognising the text took longer than \(Limits.recognitionSeconds) seconds", stage: .parse)
        case .failed:
            return Failure(.processingError, "tesseract could not recognise the page", stage: .parse)
        }
    }
}

extension RecognizedPage {
    /// The page without the lines that are only guesses: pictures, dirt and halves of letters at the edge look like
    /// text to tesseract, and it knows that they hardly are.
    func withoutGuesses() -> RecognizedPage {
        var sums: [Int: (certainty: Double, length: Int)] = [:]
        for word in words {
            let length = word.text.utf8.count
            let sum = sums[word.line] ?? (0, 0)
            sums[word.line] = (sum.certainty + word.confidence * Double(length), sum.length + length)
        }
        var page = self
        page.words.removeAll { word in
            sums[word.line].map { $0.certainty < Self.leastLineConfidence * Double($0.length) } ?? false
        }
        return page
    }

    private static let leastLineConfidence = 0.3

    /// What is compared between two readings of the same page: letters that are sure.
    var weight: Double {
        words.reduce(0) { $0 + max(0, $1.confidence - 0.3) * Double($1.text.utf8.count) }
    }

    /// True when no other orientation needs to be tried.
    var isConvincing: Bool { words.count >= 3 && meanConfidence >= 0.75 }
}
