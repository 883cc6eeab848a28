/// What the names of paragraph and character styles say, in the languages office programs ship.
enum StyleNames {
    /// What a style is for, as its name says.
    enum Role: Equatable {
        case heading(Int)
        case code
        case quote
    }

    private static let headings = [
        "heading", "überschrift", "titre", "título", "titolo", "kop", "rubrik", "overskrift", "nagłówek", "заголовок",
        "見出し", "标题", "標題", "제목", "otsikko", "cabeçalho", "nadpis", "címsor", "titlu", "başlık", "επικεφαλίδα",
        "encabezado", "intestazione", "titel",
    ]
    private static let titles: Set<String> = [
        "title", "titel", "titre principal", "título principal", "titolo principale",
    ]
    private static let codes: Set<String> = [
        "source code", "source text", "sourcecode", "code", "html preformatted", "preformatted text", "macro text",
        "verbatim", "verbatim char", "html code", "html keyboard", "html sample", "html typewriter", "program listing",
        "codeblock", "code block", "listing", "quelltext", "vorformatierter text", "html vorformatiert", "htmlcode",
        "texte préformaté", "teletype",
    ]
    private static let quotes: Set<String> = [
        "quote", "intense quote", "block text", "blockquote", "quotations", "block quotation", "zitat",
        "intensives zitat", "citation", "cita", "citazione",
    ]

    /// The role of a style; OpenDocument writes blanks of names as `_20_`.
    static func role(of name: String) -> Role? {
        let name = name.replacing("_20_", with: " ").lowercased()
        if titles.contains(name) { return .heading(1) }
        if codes.contains(name) { return .code }
        if quotes.contains(name) { return .quote }
        let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard let level = Int(digits), (1...9).contains(level) else { return nil }
        let word = name.dropLast(digits.count).filter { $0 != " " && $0 != "_" && $0 != "-" }
        return headings.contains(word) ? .heading(min(6, level)) : nil
    }
}
