import Model
import WorkerProtocol

/// The parameters of `parse_v2` that readers heed, checked.
struct ParseOptions {
    /// Pages asked for, 1-based; nil for all.
    var targetPages: [ClosedRange<Int>]?
    var maxPages: Int?
    /// The parameter that says which pages are read.
    var pagesAskedBy = "page_ranges"
    var passwords: [String] = []
    var outputs: Set<OutputPart> = [.documentJSON, .documentMarkdown, .documentText]
    /// The part of the pages that may fail before the document counts as failed.
    var allowedFailureRatio = 0.05
    var recognition = RecognitionOptions()
    /// Whether words of recordings are wanted.
    var transcript = TranscriptWish.none

    /// True when a picture of every page is kept.
    var keepsPageImages = false
    /// True when the pictures that stand on pages are kept.
    var keepsEmbeddedImages = false

    /// Whose places are written to words.jsonl.
    var wordPlaces: Set<WordPlaces.Kind> = []

    var webContent = WebContent.main

    /// How much of a web page is wanted.
    enum WebContent: String {
        /// What the page is about, without navigation and the like.
        case main
        /// Everything a browser shows.
        case page
    }

    /// Reads the parameters; those of other stages are left alone.
    init(_ parameters: JSONObject) throws(Failure) {
        let ranges = parameters["page_ranges"]
        if let most = ranges?["max_pages"], !most.isNull {
            guard let number = most.integer, number > 0 else {
                throw Self.wrong("page_ranges.max_pages", "a number of at least 1")
            }
            maxPages = Int(clamping: number)
        }
        if let target = ranges?["target_pages"], !target.isNull {
            guard let text = target.string, let pages = Self.pages(text) else {
                throw Self.wrong("page_ranges.target_pages", "page numbers and ranges such as \"1,3,5-8\"")
            }
            targetPages = pages
        }
        if let most = parameters["num_pages"], !most.isNull {
            guard let number = most.integer, (1...10).contains(number) else {
                throw Self.wrong("num_pages", "a whole number from 1 to 10")
            }
            maxPages = min(maxPages ?? .max, Int(number))
            pagesAskedBy = "num_pages"
        }
        passwords = parameters["passwords"]?.array?.prefix(Limits.passwords).compactMap(\.string) ?? []
        if let ratio = parameters["allowed_page_failure_ratio"]?.number {
            guard (0...1).contains(ratio) else {
                throw Self.wrong("allowed_page_failure_ratio", "a number from 0 to 1")
            }
            allowedFailureRatio = ratio
        }
        let images = parameters["images_to_save"]?.array ?? []
        keepsPageImages = images.contains("screenshot")
        keepsEmbeddedImages = images.contains("embedded")
        wordPlaces = Set(
            parameters["granular_bboxes"]?.array?.compactMap(\.string).compactMap(WordPlaces.Kind.init(rawValue:)) ?? []
        )
        webContent = parameters["web"]?["content"]?.string.flatMap(WebContent.init(rawValue:)) ?? .main
        recognition = try RecognitionOptions(parameters["ocr"])
        transcript = TranscriptWish(parameters)
        if let names = parameters["outputs"]?.array?.compactMap(\.string), !names.isEmpty {
            outputs = Set(OutputPart.single.filter { names.contains($0.outputName) })
        }
    }

    /// The pages to read of a document, in order, without repetition.
    func pages(of count: Int) -> [Int] {
        guard count > 0 else { return [] }
        var isWanted = [Bool](repeating: targetPages == nil, count: count)
        for range in targetPages ?? [] where range.lowerBound <= count {
            for number in range.clamped(to: 1...count) { isWanted[number - 1] = true }
        }
        let chosen = (1...count).filter { isWanted[$0 - 1] }
        return maxPages.map { Array(chosen.prefix($0)) } ?? chosen
    }

    /// Page ranges as people write them in a print dialogue; nil when they cannot be read.
    static func pages(_ text: String) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
                .map { Int($0.filter { $0 != " " }) }
            guard let first = ends.first.flatMap({ $0 }), let last = ends.last.flatMap({ $0 }), ends.count <= 2,
                first >= 1, first <= last, last <= Limits.documentPages
            else { return nil }
            ranges.append(first...last)
        }
        return ranges.isEmpty ? nil : ranges
    }

    private static func wrong(_ name: String, _ expected: String) -> Failure {
        Failure(
            .validationError, "\(name) must be \(expected)", stage: .parse, details: ["parameter": .string(name)],
            resolution: "Correct \(name) in the job configuration, then retry.")
    }
}
