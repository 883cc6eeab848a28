import Model
import Testing

@Suite struct PathTests {
    @Test func namesThatAreNotUTF8ShowTheirBytes() {
        let path = BytePath(bytes: Array("a/b".utf8) + [0xFF, 0xC3] + Array("é.pdf".utf8))
        #expect(path.utf8 == nil)
        #expect(path.display == "a/b\\xFF\\xC3é.pdf")
        #expect(BytePath("é").display == "é")
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
    }

    @Test func partsOfAPath() {
        let path = BytePath("one/two/three.tar.GZ")
        #expect(path.first == BytePath("one"))
        #expect(path.droppingFirst == BytePath("two/three.tar.GZ"))
        #expect(path.parent == BytePath("one/two"))
        #expect(path.name == BytePath("three.tar.GZ"))
        #expect(path.fileExtension == "gz")
        #expect(BytePath(".hidden").fileExtension == "")
        #expect(BytePath.here.appending("x") == BytePath("x"))
    }

    @Test func naturalOrderCountsDigits() {
        let names = ["scan10.pdf", "scan2.pdf", "scan1.pdf", "a/2", "a/10", "scan02.pdf", "Scan3.pdf"]
        let sorted = names.map { BytePath($0) }.sorted(by: NaturalOrder.precedes).map(\.display)
        #expect(sorted == ["Scan3.pdf", "a/2", "a/10", "scan1.pdf", "scan02.pdf", "scan2.pdf", "scan10.pdf"])
    }

    @Test func naturalOrderIsTotal() {
        let names = ["1", "01", "001", "a1b", "a01b", "", "a", "a1", "10", "2", "99999999999999999999", "1a"].map {
            BytePath($0)
        }
        for left in names {
            #expect(!NaturalOrder.precedes(left, left))
            for right in names where left != right {
                #expect(NaturalOrder.precedes(left, right) != NaturalOrder.precedes(right, left))
            }
        }
    }

    @Test func hostileNamesCannotForgeALine() {
        #expect(printable("a\nFAILED\u{1B}[31m\u{202E}") == "a\\u{a}FAILED\\u{1b}[31m\\u{202e}")
        #expect(printable("Größe 10 €") == "Größe 10 €")
    }
}
