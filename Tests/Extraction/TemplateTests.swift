import Extraction
import Layout
import Model
import Testing

/// One test for each feature of invoice2data's templates.
@Suite struct TemplateTests {
    private typealias Fixture = TemplateFixture

    private func value(_ rule: JSONValue, _ kind: Field.Kind = .string, options: JSONValue = [:]) throws -> JSONValue? {
        try Fixture.values(Fixture.template(["wanted": rule], options: options), [Field("wanted", kind)])["/wanted"]
    }

    @Test func aPlainPatternGivesItsGroup() throws {
        #expect(try value(#"No\.\s+(\S+)"#) == "INV-2024-001")
        #expect(try value(#"INV-\d+"#) == "INV-2024")
        #expect(try value("nothing like it") == nil)
    }

    @Test func oneOfSeveralPatternsMayMatch() throws {
        #expect(try value([#"Number\s+(\S+)"#, #"No\.\s+(\S+)"#]) == "INV-2024-001")
        #expect(try value(["parser": "regex", "regex": [#"Number (\S+)"#, #"No\.\s+(\S+)"#]]) == "INV-2024-001")
    }

    @Test func typesMakeNumbersAndDates() throws {
        let total = #"\nTotal\s+([\d.,]+)"#
        #expect(try value(["parser": "regex", "regex": .string(total), "type": "float"], .number) == .number(3630))
        #expect(try value(["parser": "regex", "regex": .string(total), "type": "int"], .integer) == 3630)
        let date: JSONValue = ["parser": "regex", "regex": #"Date\s+(\S+)"#, "type": "date"]
        #expect(try value(date, .date(hasTime: false), options: ["date_formats": ["%d/%m/%Y"]]) == "2024-03-05")
        #expect(try value(date, .date(hasTime: false), options: ["date_formats": ["%m/%d/%Y"]]) == "2024-05-03")
    }

    @Test(
        arguments: [
            ("sum", .number(630)), ("min", .number(30)), ("max", .number(600)), ("first", .number(30)),
            ("last", .number(600)),
        ] as [(String, JSONValue)])
    func groupsMakeOneValueOfSeveral(group: String, expected: JSONValue) throws {
        let rule: JSONValue = [
            "parser": "regex", "regex": #"Paid: ([\d.]+)"#, "type": "float", "group": .string(group),
        ]
        #expect(try value(rule, .number) == expected)
    }

    @Test func joinedValuesAreOneText() throws {
        let rule: JSONValue = ["parser": "regex", "regex": #"\d\s+(\w+) widget"#, "group": "join"]
        #expect(try value(rule) == "Blue Green")
    }

    @Test func severalValuesFillAList() throws {
        let fields = [Field("colours", .array(of: Field("items", .string)))]
        let found = try Fixture.values(Fixture.template(["colours": #"\d\s+(\w+) widget"#]), fields)
        #expect(found == ["/colours/0": "Blue", "/colours/1": "Green"])
    }

    @Test func fixedValuesNeedNoText() throws {
        let template = Fixture.template([
            "static_vat": "GB999999973", "kind": ["parser": "static", "value": "invoice"],
        ])
        let found = try Fixture.values(template, [Field("vat", .string), Field("kind", .string)])
        #expect(found == ["/vat": "GB999999973", "/kind": "invoice"])
    }

    @Test func olderNamesSayTheType() throws {
        let template = Fixture.template(
            [
                "amount": #"\nTotal\s+([\d.,]+)"#, "date": #"Date\s+(\S+)"#, "date_due": #"due (.+\d{4})"#,
                "sum_amount_paid": [#"Paid: (30\.00)"#, #"Paid: (600\.00)"#],
            ], options: ["date_formats": ["%d/%m/%Y", "%d %B %Y"]])
        let fields = [
            Field("amount", .number), Field("date", .date(hasTime: false)), Field("date_due", .date(hasTime: true)),
            Field("amount_paid", .number),
        ]
        #expect(
            try Fixture.values(template, fields) == [
                "/amount": .number(3630), "/date": "2024-03-05", "/date_due": "2024-04-04T00:00:00Z",
                "/amount_paid": .number(630),
            ])
    }

    @Test func anAreaIsARectangleOfAPage() throws {
        // Dots at 100 an inch: the upper right quarter of page 1, then of page 2.
        func rule(_ page: Int64) -> JSONValue {
            [
                "parser": "regex", "regex": #"(Invoice|Page 2)"#,
                "area": ["f": .integer(page), "l": .integer(page), "x": 400, "y": 0, "W": 426, "H": 80, "r": 100],
            ]
        }
        #expect(try value(rule(1)) == "Invoice")
        #expect(try value(rule(2)) == "Page 2")
        let below: JSONValue = [
            "parser": "regex", "regex": "(Invoice)",
            "area": ["f": 1, "l": 1, "x": 400, "y": 200, "W": 400, "H": 80, "r": 100],
        ]
        #expect(try value(below) == nil)
    }

    @Test func fieldsReplaceWhatTheyFound() throws {
        let spaces: JSONValue = ["parser": "regex", "regex": #"VAT ID ([A-Z]{2}[ \d]+)\b"#, "replace": [#"\s+"#, ""]]
        #expect(try value(spaces) == "GB999999973")
        let pairs: JSONValue = [
            "parser": "regex", "regex": #"No\.\s+(\S+)"#, "replace": [["INV", "R"], [#"(\d+)-(\d+)"#, #"\2/\g<1>"#]],
        ]
        #expect(try value(pairs) == "R-001/2024")
    }

    @Test func aNumberIsTakenOutOfWhatWasFound() throws {
        let rule: JSONValue = ["parser": "regex", "regex": #"(VAT \d+%)"#, "extract_number": true, "type": "int"]
        #expect(try value(rule, .integer) == 20)
    }

    @Test func optionsPrepareTheText() throws {
        #expect(try value(#"No\.INV-(\d{4})"#, options: ["remove_whitespace": true]) == "2024")
        #expect(try value(#"No\.INV-(\d{4})"#, options: ["remove_whitespace": "yes"]) == "2024")
        let lower: JSONValue = .object(
            JSONObject([
                ("keywords", ["acme"]), ("fields", ["wanted": #"no\.\s+(inv\S+)"#]), ("options", ["lowercase": true]),
            ]))
        #expect(try Fixture.values(lower, [Field("wanted", .string)])["/wanted"] == "inv-2024-001")
        #expect(try value(#"Number\s+(\S+)"#, options: ["replace": [[#"No\."#, "Number"]]]) == "INV-2024-001")
        let accents = Fixture.document("ACME Facture émise à Besançon n° Éa1")
        let template = Fixture.template(["wanted": #"emise a Besancon n° (\w+)"#], options: ["remove_accents": true])
        #expect(try Fixture.values(template, [Field("wanted", .string)], in: accents)["/wanted"] == "Ea1")
    }

    @Test func amountsHaveTheTemplatesDecimalMark() throws {
        let document = Fixture.document("ACME  Summe 1.234,50 EUR  Netto 1.000")
        let template = Fixture.template(
            ["amount": #"Summe ([\d.,]+)"#, "amount_untaxed": #"Netto ([\d.,]+)"#], options: ["decimal_separator": ","])
        let fields = [Field("amount", .number), Field("amount_untaxed", .number)]
        #expect(
            try Fixture.values(template, fields, in: document) == [
                "/amount": .number(1234.5), "/amount_untaxed": .number(1000),
            ])
    }

    @Test func datesMayNameTheirMonthsInOtherLanguages() throws {
        let document = Fixture.document("ACME le 5 février 2024, fällig am 03.04.24, since 15-MAR-2023")
        let template = Fixture.template(
            ["date": #"le (\d+ \w+ \d{4})"#, "date_due": #"am ([\d.]+)"#, "date_start": #"since (\S+)"#],
            options: ["languages": ["fr"], "date_formats": ["%d.%m.%y", "%d-%b-%Y"]])
        let fields = ["date", "date_due", "date_start"].map { Field($0, .date(hasTime: false)) }
        #expect(
            try Fixture.values(template, fields, in: document) == [
                "/date": "2024-02-05", "/date_due": "2024-04-03", "/date_start": "2023-03-15",
            ])
    }

    private static let line =
        #"^(?P<pos>\d+)\s+(?P<name>.+?)\s{2,}(?P<qty>\d+)\s+(?P<price_unit>[\d.,]+)\s+(?P<price_subtotal>[\d.,]+)$"#
    private static let types: JSONValue = ["qty": "int", "price_unit": "float", "price_subtotal": "float"]
    private static let item = Field(
        "items",
        .object([
            Field("pos", .string), Field("name", .string), Field("qty", .integer), Field("price_unit", .number),
            Field("price_subtotal", .number),
        ]))
    private static let rows: [String: JSONValue] = [
        "/lines/0/pos": "1", "/lines/0/name": "Blue widget", "/lines/0/qty": 10, "/lines/0/price_unit": .number(2.5),
        "/lines/0/price_subtotal": .number(25), "/lines/1/pos": "2", "/lines/1/name": "Green widget", "/lines/1/qty": 3,
        "/lines/1/price_unit": .number(1000), "/lines/1/price_subtotal": .number(3000),
    ]

    @Test func linesBetweenAStartAndAnEndAreRows() throws {
        let rule: JSONValue = [
            "parser": "lines", "start": #"Pos\s+Description.*"#, "end": "Subtotal", "line": .string(Self.line),
            "types": Self.types,
        ]
        let fields = [Field("lines", .array(of: Self.item))]
        let found = try Fixture.find([Fixture.template(["lines": rule])], fields)
        #expect(found.values.mapValues(\.value) == Self.rows)
        #expect(found.rowsSeen == ["/lines": 2])
        let older = Fixture.template([:], [("lines", rule)])
        #expect(try Fixture.values(older, fields) == Self.rows)
    }

    @Test func rowsMayHaveSeveralLines() throws {
        let rule: JSONValue = [
            "parser": "lines", "start": #"Pos\s+Description.*"#, "end": "Subtotal", "first_line": .string(Self.line),
            "line": #"^\s+(?P<name>\w.+)$"#, "types": Self.types,
        ]
        let found = try Fixture.values(Fixture.template(["lines": rule]), [Field("lines", .array(of: Self.item))])
        #expect(found["/lines/0/name"] == "Blue widget\nwith a red ribbon")
        #expect(found["/lines/1/name"] == "Green widget")
    }

    @Test func aLastLineEndsARow() throws {
        let document = Fixture.document(
            """
            ACME
            Items
            Begin A
              first
              second
              End 5
              stray
            Begin B
              third
              End 7
            Sum
            """)
        let rule: JSONValue = [
            "parser": "lines", "start": "Items", "end": "Sum", "first_line": #"Begin (?P<code>\w)"#,
            "line": #"^\s+(?P<text>[a-z]+)"#, "last_line": #"End (?P<n>\d)"#, "types": ["n": "int"],
        ]
        let item = Field("items", .object([Field("code", .string), Field("text", .string), Field("n", .integer)]))
        let found = try Fixture.values(
            Fixture.template(["lines": rule]), [Field("lines", .array(of: item))], in: document)
        #expect(
            found == [
                "/lines/0/code": "A", "/lines/0/text": "first\nsecond", "/lines/0/n": 5, "/lines/1/code": "B",
                "/lines/1/text": "third", "/lines/1/n": 7,
            ])
    }

    @Test func linesMayBeSkippedAndDividedOtherwise() throws {
        let document = Fixture.document("ACME Items: a 1; b 2; subtotal 3; c 4 end")
        let rule: JSONValue = [
            "parser": "lines",
            "rules": [
                [
                    "start": "Items:", "end": "end", "line_separator": ";", "skip_line": ["subtotal", "xyz"],
                    "line": #"(?P<k>\w+) (?P<v>\d)"#, "types": ["v": "int"], "replace": ["k": ["b", "bee"]],
                ]
            ],
        ]
        let item = Field("items", .object([Field("k", .string), Field("v", .integer)]))
        let found = try Fixture.values(
            Fixture.template(["lines": rule]), [Field("lines", .array(of: item))], in: document)
        #expect(
            found == [
                "/lines/0/k": "a", "/lines/0/v": 1, "/lines/1/k": "bee", "/lines/1/v": 2, "/lines/2/k": "c",
                "/lines/2/v": 4,
            ])
    }

    @Test func blocksRepeatAndRulesAddUp() throws {
        let document = Fixture.document("ACME\n<\na 1\n>\nx\n<\nb 2\n>", "[\nc 3\n]\n<\nd 4")
        func rule(_ start: String, _ end: String) -> JSONValue {
            ["start": .string(start), "end": .string(end), "line": #"(?P<k>\w) (?P<v>\d)"#]
        }
        let lines: JSONValue = ["parser": "lines", "rules": [rule("<", ">"), rule(#"\["#, #"\]"#)]]
        let item = Field("items", .object([Field("k", .string)]))
        let found = try Fixture.values(
            Fixture.template(["lines": lines]), [Field("lines", .array(of: item))], in: document)
        #expect(found == ["/lines/0/k": "a", "/lines/1/k": "b", "/lines/2/k": "c"])
        let last: JSONValue = [
            "parser": "lines", "start": "<", "end": ">", "end_match": "last", "line": #"(?P<k>\w) (?P<v>\d)"#,
        ]
        let all = try Fixture.values(
            Fixture.template(["lines": last]), [Field("lines", .array(of: item))], in: document)
        #expect(all == ["/lines/0/k": "a", "/lines/1/k": "b"])
    }

    @Test func tablesGiveFieldsAndColumns() throws {
        let single: JSONValue = ["start": "ACME", "end": "Pos", "body": #"Date\s+(?P<date>\S+)"#]
        let columns: JSONValue = [
            "start": #"Pos\s+Description.*"#, "end": "Subtotal",
            "body": #"^\d\s+(?P<item>\w+ \w+)\s+(?P<count>\d+)\s+(?P<amount_each>[\d.,]+)"#, "types": ["count": "int"],
        ]
        let grouped: JSONValue = [
            "start": #"Pos\s+Description.*"#, "end": "Subtotal", "body": #"^\d\s+\w+ \w+\s+(?P<units>\d+)"#,
            "fields": ["units": ["type": "int", "group": "sum"]],
        ]
        let template = Fixture.template(
            [:], options: ["date_formats": ["%d/%m/%Y"]], [("tables", [single, columns, grouped])])
        let row = Field(
            "items", .object([Field("item", .string), Field("count", .integer), Field("amount_each", .number)]))
        let fields = [Field("date", .date(hasTime: false)), Field("rows", .array(of: row)), Field("units", .integer)]
        #expect(
            try Fixture.values(template, fields) == [
                "/date": "2024-03-05", "/rows/0/item": "Blue widget", "/rows/0/count": 10,
                "/rows/0/amount_each": .number(2.5), "/rows/1/item": "Green widget", "/rows/1/count": 3,
                "/rows/1/amount_each": .number(1000), "/units": 13,
            ])
    }

    @Test func taxLinesBringTheirRatesToTheLines() throws {
        let document = Fixture.document(
            "ACME\nA 100.00 x1\nB 50.00 x2\nend\nTaxes\nx1 20% 100.00\nx2 10% 50.00 5.00\nend")
        let template = Fixture.template([
            "lines": [
                "parser": "lines", "start": "ACME", "end": "end",
                "line": #"^(?P<name>\w) (?P<price_subtotal>[\d.]+) (?P<line_tax_code>\w+)"#,
                "types": ["price_subtotal": "float"],
            ],
            "tax_lines": [
                "parser": "lines", "start": "Taxes", "end": #"end\s*$"#,
                "line": #"^(?P<line_tax_code>\w+) (?P<line_tax_percent>\d+)% (?P<price_subtotal>[\d.]+)"#,
                "types": ["price_subtotal": "float", "line_tax_percent": "float"],
            ],
        ])
        let line = Field("items", .object([Field("description", .string), Field("tax_rate", .number)]))
        let tax = Field("items", .object([Field("rate", .number), Field("amount", .number)]))
        let fields = [Field("line_items", .array(of: line)), Field("vat_breakdown", .array(of: tax))]
        #expect(
            try Fixture.values(template, fields, in: document) == [
                "/line_items/0/description": "A", "/line_items/0/tax_rate": .number(20),
                "/line_items/1/description": "B",
                "/line_items/1/tax_rate": .number(10), "/vat_breakdown/0/rate": .number(20),
                "/vat_breakdown/0/amount": .number(20), "/vat_breakdown/1/rate": .number(10),
                "/vat_breakdown/1/amount": .number(5),
            ])
    }

    @Test func fieldsOfOtherNamesAreFilledByMeaning() throws {
        let template = Fixture.template(
            ["invoice_number": #"No\.\s+(\S+)"#, "date": #"Date\s+(\S+)"#, "amount": #"\nTotal\s+([\d.,]+)"#],
            options: ["date_formats": ["%d/%m/%Y"], "currency": "GBP"], [("issuer", "ACME Widgets Ltd")])
        let fields = [
            Field("rechnungsnummer", .string), Field("issue_date", .date(hasTime: false)),
            Field("grand_total", .number),
            Field("seller", .object([Field("name", .string)])), Field("currency", .string),
            Field("buyer_name", .string),
        ]
        #expect(
            try Fixture.values(template, fields) == [
                "/rechnungsnummer": "INV-2024-001", "/issue_date": "2024-03-05", "/grand_total": .number(3630),
                "/seller/name": "ACME Widgets Ltd", "/currency": "GBP",
            ])
    }

    @Test func aNumberIsNobodysName() throws {
        let document = Fixture.document("ACME Customer 4711")
        let template = Fixture.template(["customer": #"Customer (\d+)"#])
        #expect(try Fixture.values(template, [Field("buyer_name", .string)], in: document) == [:])
        #expect(try Fixture.values(template, [Field("customer", .string)], in: document) == ["/customer": "4711"])
    }

    @Test func linesThatAllButBeginAtTheMarginBeginThere() throws {
        var document = Fixture.document("x\nACME\n    in")
        document.pages[0].words[1].box.x += 5
        #expect(
            try Fixture.values(Fixture.template(["a": #"\n(\s*)ACME"#]), [Field("a", .string)], in: document) == [:])
        let found = try Fixture.values(Fixture.template(["a": #"(?m)^(\s+in)"#]), [Field("a", .string)], in: document)
        #expect(found == ["/a": "    in"])
    }

    @Test func keywordsChooseTheTemplate() throws {
        func template(_ keywords: JSONValue, _ value: String, _ more: [(String, JSONValue)] = []) -> JSONValue {
            .object(JSONObject([("keywords", keywords), ("fields", ["static_wanted": .string(value)])] + more))
        }
        func chosen(_ templates: JSONValue...) throws -> JSONValue? {
            try Fixture.find(templates, [Field("wanted", .string)]).values["/wanted"]?.value
        }
        #expect(try chosen(template(["ACME", "Globex"], "a"), template(["ACME", "Widgets"], "b")) == "b")
        #expect(try chosen(template("ACME", "a", [("exclude_keywords", ["Invoice"])]), template("ACME", "b")) == "b")
        #expect(try chosen(template("ACME", "a"), template("ACME", "b", [("priority", 10)])) == "b")
        #expect(try chosen(template("ACME", "a", [("priority", 1)]), template("ACME", "b")) == "b")
        #expect(try chosen(template([#"INV-\d{4}-\d+"#], "a")) == "a")
        #expect(try chosen(template(["Globex"], "a")) == nil)
        #expect(try chosen(template("ACME", "a", [("required_fields", ["amount"])]), template("ACME", "b")) == "b")
    }

    @Test func aDocumentThatFitsNoTemplateIsNamed() throws {
        let template = Fixture.template(["a": "b"])
        let found = try Fixture.find([template], [Field("a", .string)], in: Fixture.document("Globex"))
        #expect(found.values.isEmpty)
        #expect(found.warnings == ["none of the 1 templates fits invoice.pdf"])
    }

    @Test func documentsWithoutPlacesAreReadByTheirText() throws {
        var document = SourceDocument(name: "a.txt", mimeType: "text/plain")
        document.pages = [SourcePage(number: 1, text: "ACME\nNo. 7\n")]
        #expect(
            try Fixture.values(Fixture.template(["n": #"No\. (\d)"#]), [Field("n", .string)], in: document) == [
                "/n": "7"
            ])
    }

    @Test func valuesSayWhereTheyStand() throws {
        let found = try Fixture.find(
            [Fixture.template(["date_due": #"due (.+\d{4})"#])], [Field("date_due", .date(hasTime: false))])
        let finding = try #require(found.values["/date_due"])
        #expect(finding.value == "2024-04-04")
        #expect(finding.method == .template)
        #expect(finding.evidence == Evidence(page: 2, text: "04 April 2024"))
    }

    @Test func whatIsWrongInATemplateCostsOnlyItsField() throws {
        let template = Fixture.template([
            "a": "((", "b": "(a)(b)", "c": ["parser": "regex", "regex": "x", "type": "colour"],
            "d": ["parser": "lines", "start": "x"], "e": ["parser": "regex", "regex": #"(ACME)"#, "type": "float"],
            "good": #"No\.\s+(\S+)"#, "f": ["parser": "unknown", "regex": "x"], "g": .null,
        ])
        let found = try Fixture.find([["fields": [:]], template], [Field("good", .string)])
        #expect(found.values["/good"]?.value == "INV-2024-001")
        #expect(found.warnings.count == 6)
    }

    @Test func patternsThatGoBackForEverAreGivenUp() throws {
        let document = Fixture.document("ACME " + String(repeating: "a", count: 40) + " No. 7")
        let fields = (0..<50).map { ("f\($0)", JSONValue.string("(a+)+b|(?:x{\($0)})")) }
        let template = Fixture.template(.object(JSONObject([("good", #"No\. (\d)"#)] + fields)))
        var found = Findings()
        let taken = try ContinuousClock().measure {
            found = try Fixture.find([template], [Field("good", .string)], in: document)
        }
        #expect(found.values["/good"]?.value == "7")
        #expect(found.warnings.contains("the template t0.yml took too long and was given up"))
        #expect(taken < .seconds(20))
    }

    @Test func aTemplateOfTenThousandFieldsIsRefused() throws {
        let fields = (0..<10_000).map { ("f\($0)", JSONValue.string("x")) }
        let found = try Fixture.find([Fixture.template(.object(JSONObject(unique: fields)))], [Field("a", .string)])
        #expect(found.warnings.first?.contains("more than") == true)
    }
}
