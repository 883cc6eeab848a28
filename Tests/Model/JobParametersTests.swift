import Model
import Testing

@Suite struct JobParametersTests {
    @Test(
        arguments: [
            ("{}", nil),
            (#"{"page_ranges":{"max_pages":5,"target_pages":"1, 3,5-8"},"ocr":{"mode":"never"}}"#, nil),
            (#"{"outputs":["text"],"passwords":["a","b"],"timeouts":{"base_in_seconds":1.5}}"#, nil),
            (#"{"ocr":null,"split":null,"page_ranges":{"max_pages":null}}"#, nil),
            (#"{"page_range":{}}"#, "unknown parameter `page_range`; did you mean `page_ranges`?"),
            (#"{"ocr":{"mod":"auto"}}"#, "unknown parameter `ocr.mod`; did you mean `mode`?"),
            (#"{"colour":"red"}"#, "unknown parameter `colour`; known here: page_ranges, ocr,"),
            (#"{"page_ranges":"1-3"}"#, "`page_ranges` is \"1-3\", but must be a mapping"),
            (
                #"{"page_ranges":{"max_pages":0}}"#,
                "`page_ranges.max_pages` is 0, but must be a whole number from 1 to 1000000"
            ),
            (#"{"page_ranges":{"max_pages":1.5}}"#, "`page_ranges.max_pages` is 1.5, but must be a whole number"),
            (
                #"{"page_ranges":{"target_pages":"8-5"}}"#,
                "`page_ranges.target_pages` is \"8-5\", but must be page numbers and ranges such as"
            ),
            (#"{"page_ranges":{"target_pages":"1 2"}}"#, "`page_ranges.target_pages` is \"1 2\""),
            (#"{"page_ranges":{"target_pages":"1,,2"}}"#, "`page_ranges.target_pages` is \"1,,2\""),
            (
                #"{"ocr":{"mode":"nevr"}}"#,
                "`ocr.mode` is \"nevr\", but must be one of auto, always, never; did you mean `never`?"
            ),
            (#"{"ocr":{"mode":"always","languages":["deu"],"dpi":150}}"#, nil),
            (#"{"ocr":{"dpi":5}}"#, "`ocr.dpi` is 5, but must be a whole number from 72 to 1200"),
            (#"{"outputs":["text","searchable_pdf"]}"#, nil),
            (#"{"outputs":"text"}"#, "`outputs` is \"text\", but must be a list"),
            (
                #"{"allowed_page_failure_ratio":2}"#,
                "`allowed_page_failure_ratio` is 2, but must be a number from 0 to 1"
            ),
            (#"{"split":true}"#, "`split` is true, but must be one of none, blank, barcode"),
        ] as [(String, String?)])
    func parseParameters(json: String, expected: String?) throws {
        let object = try #require(try JSONParser.parse(Array(json.utf8)).object)
        let problem = JobParameters.problem(in: object, for: .parse)
        if let expected {
            #expect(problem?.hasPrefix(expected) == true, "\(problem ?? "accepted")")
        } else {
            #expect(problem == nil)
        }
    }

    @Test(
        arguments: [
            (.tag, ["num_pages": 11], "`num_pages` is 11, but must be a whole number from 1 to 10"),
            (.tag, ["num_tags": 2], "`num_tags` is 2, but must be a whole number from 3 to 15"),
            (.extract, ["cite_sources": "yes"], "`cite_sources` is \"yes\", but must be true or false"),
            (.embed, ["chunk": ["size": 0]], "`chunk.size` is 0, but must be a whole number from 1 to 100000"),
            (.tag, ["schema": "a"], "unknown parameter `schema`; known here: num_pages, num_tags,"),
        ] as [(JobType, JSONObject, String)])
    func parametersOfOtherTypes(type: JobType, parameters: JSONObject, expected: String) {
        #expect(JobParameters.problem(in: parameters, for: type)?.hasPrefix(expected) == true)
    }

    @Test(arguments: JobType.allCases)
    func defaultsPassTheirOwnTable(type: JobType) {
        #expect(JobParameters.problems(in: JobParameters.defaults(for: type), for: type).isEmpty)
    }

    @Test func passwordsAreNeverRepeated() {
        let parameters: JSONObject = ["passwords": [4711, "secret"]]
        let problem = JobParameters.problem(in: parameters, for: .parse)
        #expect(
            problem
                == "`passwords[0]` must be a text, in quotes when it is made of digits, or {env: NAME} or {file: PATH}")
        #expect(JobParameters.problem(in: ["passwords": "secret"], for: .parse)?.contains("secret") == false)
    }

    @Test func everyProblemIsListedInOrder() {
        let parameters: JSONObject = ["outputz": [], "split": "no", "ocr": ["dpi": 1]]
        let problems = JobParameters.problems(in: parameters, for: .parse)
        #expect(problems.map(\.path) == ["outputz", "split", "ocr.dpi"])
        #expect(problems.map(\.code) == [.unknown, .notAllowed, .notAllowed])
        #expect(problems.first?.nearest == "outputs")
    }

    @Test func filledKeepsWhatIsWrittenAndAddsDefaults() {
        let filled = JobParameters.filled(["split": .null, "timeouts": ["base_in_seconds": 9]], for: .parse)
        #expect(filled.keys == JobParameters.names(for: .parse))
        #expect(filled["split"] == "none")
        #expect(filled["timeouts"]?["base_in_seconds"] == 9)
        #expect(filled["timeouts"]?["extra_time_per_page_in_seconds"] == 5)
        #expect(filled["page_ranges"]?["max_pages"] == JSONValue.null)
    }

    @Test func hostileKeysAreShownSafely() {
        let problem = JobParameters.problem(in: ["a\nb\u{1B}[2J": 1], for: .parse)
        #expect(problem?.contains("\n") == false)
        #expect(problem?.contains("\u{1B}") == false)
    }

    @Test(
        arguments: [
            ("setle", "settle"), ("batchSettle", "batch_settle"), ("max-wait", "max_wait"), ("rooot", "root"),
            ("oot", "root"), ("raet", nil), ("jbo", "job"), ("onfailure", "on_failure"), ("", nil), ("zzz", nil),
            (String(repeating: "settle", count: 100), nil),
        ] as [(String, String?)])
    func nearestNames(written: String, expected: String?) {
        let known = ["root", "job", "settle", "batch_settle", "max_wait", "on_success", "on_failure"]
        #expect(nearestName(to: written, among: known) == expected)
    }
}
