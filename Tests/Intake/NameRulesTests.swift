import Model
import Testing

@testable import Intake

@Suite struct NameRulesTests {
    @Test(arguments: [
        ("scan.pdf", NameClass.plain), ("_Scans", .plain), ("Report.TMPL", .plain), ("part", .plain), ("-rf", .plain),
        (".DS_Store", .litter), ("THUMBS.DB", .litter), ("Desktop.ini", .litter), ("._scan.pdf", .litter),
        ("Icon\r", .litter), ("scan.pdf:Zone.Identifier", .litter), ("__MACOSX", .litter), (".hidden", .litter),
        ("~$letter.docx", .litter), (".~lock.letter.odt#", .litter), ("lost+found", .litter), ("$RECYCLE.BIN", .litter),
        ("._x.sketch", .litter), (".nfs000001.abcdef", .litter),
        ("scan.pdf.part", .partial), ("Scan.PDF.TMP", .partial), ("x.crdownload", .partial), (".x.part", .partial),
        ("film.opdownload", .partial), ("a.writing", .partial),
        (".scan.pdf.Ab3xYz", .passing), (".syncthing.scan.pdf.tmp", .passing), (".goutputstream-0XY1", .passing),
    ])
    func `A name is what the lists of the platforms say`(name: String, expected: NameClass) {
        #expect(NameRules().classify(BytePath(name)) == expected)
    }

    @Test func `A folder adds globs of its own`() {
        let rules = NameRules(ignore: ["*.bak", "draft-[0-9]?.*"], partial: ["_*"])
        #expect(rules.classify(BytePath("old.BAK")) == .litter)
        #expect(rules.classify(BytePath("draft-7b.txt")) == .litter)
        #expect(rules.classify(BytePath("draft-xb.txt")) == .plain)
        #expect(rules.classify(BytePath("_scan.pdf")) == .partial)
    }

    @Test func `Both Unicode forms of a name match one glob`() {
        let rules = NameRules(ignore: ["entw\u{FC}rfe*"])
        #expect(rules.classify(BytePath("Entw\u{FC}rfe 1")) == .litter)
        #expect(rules.classify(BytePath("ENTWU\u{308}RFE 1")) == .litter)
    }

    @Test func `Bytes that are not UTF-8 are a plain name`() {
        #expect(NameRules().classify(BytePath(bytes: [0x66, 0xFF, 0x2E, 0x70])) == .plain)
    }

    @Test(arguments: [
        ("*", "", true), ("a*b*c", "aXbYc", true), ("a*b*c", "aXbY", false), ("?", "", false), ("[!a-c]x", "dx", true),
        ("[!a-c]x", "bx", false), ("[]]", "]", true), ("[a", "[a", true), ("**.x", "a.x", true), ("[^a]", "b", true),
    ])
    func `Globs know stars, question marks and sets`(pattern: String, name: String, matches: Bool) {
        #expect(Glob(pattern).matches(FoldedName(Array(name.utf8))) == matches)
    }

    @Test func `A glob made to backtrack stays fast`() {
        let name = FoldedName(Array(repeating: UInt8(ascii: "a"), count: 255))
        let glob = Glob(String(repeating: "*a", count: 60) + "b")
        let took = ContinuousClock().measure { _ = glob.matches(name) }
        // Back-tracking would take years; a busy machine takes moments.
        #expect(took < .seconds(5))
    }
}
