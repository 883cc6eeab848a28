/// What is known of English words beyond the function words: verbs and adjectives that begin or end no term.
enum EnglishWords {
    /// Verbs in every form; they stand between terms.
    static let verbs: Set<String> = {
        var forms = Set(irregular.split(whereSeparator: \.isWhitespace).map(String.init))
        for verb in regular.split(whereSeparator: \.isWhitespace).map(String.init) { forms.formUnion(inflected(verb)) }
        return forms
    }()

    /// Adjectives and the like that say nothing at the beginning of a term.
    static let pale = Set(
        """
        new novel various different general specific certain particular important main major minor possible available
        able necessary useful significant considerable substantial similar common typical usual simple good best better
        great large small big huge recent current previous existing present early late final initial actual whole entire
        additional further overall real proper appropriate suitable effective efficient easy easier difficult hard
        interesting familiar well-known last next newer older promising limited special full complete given so-called
        own high-level corresponding respective multiple numerous single key basic close wide broad above-mentioned
        feasible comparable superior known wrong risky crucial positive negative reluctant adept noticeable successful
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Nouns that are no tag by themselves.
    static let pallid = Set(
        """
        paper article study method approach result problem system technique work author research case example number way
        type kind part section chapter figure table page use effect basis concept idea fact term issue aspect feature
        factor form level set group range value amount degree point area field process procedure application performance
        analysis solution function development importance result thing time year day today order addition contrast
        attempt evidence context literature role finding implication difference characteristic reason variety advantage
        purpose goal aim objective task step stage state condition question answer discussion introduction conclusion
        summary abstract appendix reference note detail list item name title date place case end beginning side rest lot
        people person man woman user model data information file line version option support default code license
        documentation docs readme example usage installation install release changelog package project feature
        contents content copyright reserved rights contact email phone fax tel page invoice total subtotal amount
        quality ability extent impact influence change increase decrease improvement need requirement structure size
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Words in `-ly` that are no adverbs.
    static let notAdverbs: Set<String> = [
        "family", "assembly", "supply", "anomaly", "reply", "italy", "monopoly", "butterfly", "poly", "monthly",
        "weekly", "daily", "quarterly", "ally", "rally", "bully", "belly", "jelly", "fly", "friendly", "early",
        "elderly",
    ]

    private static func inflected(_ verb: String) -> [String] {
        let stem = String(verb.dropLast())
        if verb.hasSuffix("e") { return [verb, verb + "s", verb + "d", stem + "ing"] }
        if verb.hasSuffix("y"), let before = stem.last, !"aeiou".contains(before) {
            return [verb, stem + "ies", stem + "ied", verb + "ing"]
        }
        let plural = ["s", "x", "h", "o"].contains(String(verb.last ?? " ")) ? "es" : "s"
        return [verb, verb + plural, verb + "ed", verb + "ing"]
    }

    private static let regular = """
        propose describe discuss examine provide develop consider introduce obtain include contain allow enable require
        derive achieve apply demonstrate illustrate investigate explore evaluate analyze analyse compare conduct determine
        define identify improve reduce enhance perform employ adopt utilize utilise exploit construct establish extend
        exist occur depend consist relate involve ensure avoid solve explain argue suggest indicate reveal conclude
        observe assume prove verify yield generate create produce cause affect help seek try believe offer receive start
        continue remain maintain seem appear tend follow represent denote express formulate mention summarize
        outline highlight emphasize intend expect hope want refer depict facilitate examine conjecture present appropriate
        compute acquire replace strengthen promote sponsor assess gather attempt regard criticize enjoy provide pose
        happen ask answer reply call name look turn move play stay carry add fit invoke impose result suffer serve deal
        cope arise differ vary accept reject prefer decide deserve assert elicit violate diminish attain finish
        incorporate possess exhibit characterize characterise optimize optimise minimize minimise maximize maximise
        simplify clarify specify satisfy modify rely imply comply supply encourage discourage attract arrange prepare
        contribute distribute attribute constitute substitute execute investigate lie become translate rebuild revolve
        incur evince state forward render benefit explore employ concern contact note ensure pay thank welcome enclose
        attach confirm inform install recover navigate switch deploy associate
        """

    private static let irregular = """
        use uses used using make makes made making take takes took taken taking give gives gave given giving become
        becomes became becoming show shows showed shown showing find finds found finding lead leads led leading know
        knows knew known knowing see sees saw seen seeing say says said saying think thinks thought understand
        understands understood write writes wrote written read reads get gets got getting gotten put puts putting let
        lets bring brings brought bringing keep keeps kept keeping go goes went gone going come comes came coming begin
        begins began begun beginning choose chooses chose chosen choosing hold holds held mean means meant send sends
        sent spend spends spent build builds built leave leaves left feel feels felt meet meets met run runs ran
        base based bases basing grow grows grew grown lie lies lay lain stand stands stood tell tells told understand
        undergo undergoes underwent arise arises arose arisen seek seeks sought seeking
        """
}
