import Model
import TestSupport
import Testing

@testable import Extraction

@Suite struct TagTests {
    private func tags(_ text: String, title: String? = nil, count: Int = 8, not: [String] = []) -> TagResult {
        var document = SourceDocument(name: "a.txt", mimeType: "text/plain")
        document.title = title
        document.pages = [SourcePage(number: 1, text: text)]
        var options = TagOptions()
        options.count = count
        options.exclusions = not
        return LocalTags.find(options, in: document)
    }

    private let training = """
        Employee training at the plant
        Employee training is offered twice a year. The safety officer holds the training. Fire extinguishers are checked
        before each course, and the safety officer keeps the attendance list. Questions go to training@example.com or to
        https://example.com/courses. Page 3 of 12. 24 March 2026. Invoice number 4711-2026. 221 Baker Street.
        """

    @Test func termsComeBeforeSingleWordsAndWithoutVerbs() {
        let found = tags(training)
        #expect(found.tags.first == "employee-training")
        #expect(found.tags.contains("safety-officer"))
        #expect(found.tags.contains("attendance-list"))
        #expect(!found.tags.contains { $0.contains("offered") || $0.contains("checked") })
    }

    @Test func addressesDatesAndNumbersAreNoTags() {
        let found = tags(training, count: 15).tags
        for unwanted in ["example", "com", "https", "march", "4711", "2026", "page", "baker-street"] {
            #expect(!found.contains { $0.contains(unwanted) }, "\(unwanted) in \(found)")
        }
    }

    @Test func aTitleCountsMore() {
        let text = "The report looks at wind turbines. The report looks at gear boxes."
        #expect(tags(text, title: "Gear boxes", count: 3).tags.first == "gear-boxes")
        #expect(tags(text, title: "Wind turbines", count: 3).tags.first == "wind-turbines")
    }

    @Test func aTitleThatIsTheNameOfAFileSaysNothing() {
        let found = tags("Wind turbines turn. Wind turbines stand.", title: "Microsoft Word - scan_final2.docx").tags
        #expect(found == ["wind-turbines"])
    }

    @Test func formsOfOneTermAreOneTag() {
        let found = tags("Solar panels are sold. A solar panel is sold. Solar Panels! The solar-panel market.").tags
        #expect(found.filter { $0 == "solar-panel" || $0 == "solar-panels" }.count == 1)
    }

    @Test func scarcityIsSaid() {
        let found = tags("Solar panels.")
        #expect(found.tags == ["solar-panels"])
        #expect(found.warnings == ["1 of 8 tags were found"])
        #expect(tags("").tags.isEmpty)
        #expect(tags("").warnings == ["0 of 8 tags were found"])
    }

    @Test(arguments: ["Employee Training", "employee_training", "EMPLOYEE-TRAINING", " employee  training "])
    func anExcludedTermNeverAppears(term: String) {
        let found = tags(training, not: [term])
        #expect(!found.tags.contains("employee-training"))
        #expect(found.excluded.contains("employee-training"))
    }

    @Test func exclusionsAreWholePhrases() {
        #expect(tags(training, not: ["train"]).tags.contains("employee-training"))
        #expect(tags(training, not: ["officer"]).tags.contains("safety-officer"))
    }

    @Test(arguments: [
        (
            "de", "Die künstliche Intelligenz verändert die Buchhaltung. Künstliche Intelligenz liest Rechnungen.",
            "künstliche-intelligenz"
        ),
        ("fr", "La gestion de projet est un métier. La gestion de projet demande des outils.", "gestion-de-projet"),
        ("es", "La energía solar es barata. La energía solar es limpia y no contamina.", "energía-solar"),
        ("it", "La sicurezza alimentare è un diritto. La sicurezza alimentare è una legge.", "sicurezza-alimentare"),
        ("nl", "De elektrische fiets is populair. De elektrische fiets is niet goedkoop.", "elektrische-fiets"),
        ("pt", "A energia eólica é limpa. A energia eólica não é cara.", "energia-eólica"),
        ("pl", "Energia odnawialna jest tania. Energia odnawialna nie jest droga.", "energia-odnawialna"),
        (
            "ru", "Возобновляемая энергия не вредит природе. Возобновляемая энергия и не дорога.",
            "возобновляемая-энергия"
        ),
    ])
    func languagesHaveTheirOwnFunctionWords(language: String, text: String, tag: String) {
        let found = tags(text)
        #expect(found.language == language)
        #expect(found.tags.first == tag, "\(found.tags)")
    }

    @Test func scriptsWithoutBlanksGiveTheirWords() {
        #expect(tags("人工智能的发展。人工智能是未来。").tags.first == "人工智能")
        #expect(tags("データベースの設計とデータベースの運用。").tags.first == "データベース")
    }

    @Test func theSameTextGivesTheSameTags() {
        let first = tags(training, count: 15)
        for _ in 0..<5 { #expect(tags(training, count: 15) == first) }
    }

    @Test func timeGrowsWithTheLengthOfTheText() {
        let text = String(repeating: "alpha beta gamma delta epsilon zeta eta theta ", count: 20_000)
        #expect(processorTime(of: { _ = tags(text) }) < .seconds(20))
        let german = String(repeating: "die katze und der hund sind im garten ", count: 12_000)
        #expect(processorTime(of: { _ = tags(german) }) < .seconds(20))
    }
}
