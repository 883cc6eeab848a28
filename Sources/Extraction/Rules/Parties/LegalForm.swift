/// The letters by which a name is known to be a company's.
enum LegalForm {
    /// True where a text ends in, or has, a legal form such as GmbH, Ltd. or S.A.
    static func isIn(_ text: String) -> Bool {
        let words = text.split { $0 == " " || $0 == "," }.map {
            Folding.fold(String($0)).filter { $0 != "." && $0 != "/" }
        }
        return words.dropFirst().contains(where: forms.contains)
    }

    private static let forms: Set<String> = [
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "ek", "ev", "eg", "gbr", "se", "partg", "ltd", "limited", "llc",
        "llp",
        "inc", "corp", "corporation", "incorporated", "plc", "co", "sa", "sarl", "sas", "sasu", "eurl", "sl", "slu",
        "srl",
        "spa", "snc", "sapa", "bv", "nv", "vof", "cv", "ab", "aps", "as", "asa", "oy", "oyj", "sro", "spzoo", "kft",
        "zrt",
        "doo", "lda", "ltda", "pty", "pte", "sarlu", "sprl", "sagl", "company", "zoo",
    ]
}
