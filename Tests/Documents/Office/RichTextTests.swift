import Model
import Testing

/// What RTF becomes.
@Suite struct RichTextTests {
    private func markdown(_ text: String) throws -> String {
        let document = try process(text, name: "a.rtf")
        #expect(document.report.failure == nil)
        return document.markdown
    }

    @Test func charactersOfEveryCodePageAreRead() throws {
        #expect(
            try markdown(
                #"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}{\f1\fcharset128 M;}{\f2\fcharset2 Symbol;}}\f0 \'cf\'f0 {\f1\'93\'fa\'96\'7b} {\f2 a\'b3} \uc1\u8364?\u-10180?\u-8952?\emdash\~\par}"#
            )
                == "Пр 日本 α≥ €\u{1F108}\u{2014}\u{A0}\n")
    }

    @Test func stylesOutlinesAndLooksAreRead() throws {
        #expect(
            try markdown(
                #"{\rtf1{\stylesheet{\s1 heading 1;}{\s2 Own;}}{\info{\title The title}}\pard\s1\b Head\b0\par\pard\s2 a {\b bold\i  both} \v hidden\v0 x\super 2\nosupersub\par\pard\outlinelevel1 Second\par}"#
            )
                == "# Head\n\na **bold** ***both*** x2\n\n## Second\n")
    }

    @Test func listsShowTheLabelsBesideThem() throws {
        #expect(
            try markdown(
                #"{\rtf1{\listtext\'95\tab}\ls1\ilvl0 one\par{\listtext -\tab}\ilvl1 sub\par\pard\li360\fi-360 1.\tx360\tab first\par 2.\tab second\par}"#
            )
                == "- one\n  - sub\n\n1. first\n2. second\n")
    }

    @Test func tablesHaveMergedCells() throws {
        #expect(
            try markdown(
                #"{\rtf1\trowd\cellx1000\cellx2000\intbl a\cell b\cell\row\trowd\cellx2000\intbl wide\cell\row\pard after\par}"#
            )
                == "<table><tr><th>a</th><th>b</th></tr><tr><td colspan=\"2\">wide</td></tr></table>\n\nafter\n")
    }

    @Test func fieldsNotesAndPagesAreRead() throws {
        #expect(
            try markdown(
                #"{\rtf1 see {\field{\*\fldinst{HYPERLINK "http://a.org"}}{\fldrslt there}}{\super\chftn}{\footnote\pard the note}.\par\page next{\pict\pngblip 89504e47}{\*\unknown no}{\header no}\par}"#
            )
                == "see [there](http://a.org)[^1].\n\n[^1]: the note\n\nnext\n")
    }

    @Test func whatEndsTooEarlyIsReadAsFarAsItGoes() throws {
        let document = try process(#"{\rtf1 text {\b more"#, name: "a.rtf")
        #expect(document.text == "text more\n")
        #expect(document.report.warnings.contains("the document ends too early; what comes before was read"))
    }

    @Test func groupsAreNotNestedForEver() throws {
        let deep = "{\\rtf1 " + String(repeating: "{", count: Limits.richTextDepth + 1)
        #expect(try process(deep, name: "a.rtf").report.failure?.code == .invalidMedia)
    }
}
