/// The names of the months, folded, in the languages dates are read in.
enum Months {
    /// The number of a month by its name or its abbreviation.
    static func number(_ word: String) -> Int? { numbers[word] }

    private static let names = """
        january jan januar janvier janv enero ene gennaio gen januari janeiro styczen stycznia januar janner
        february feb februar fevrier fevr fev febrero febbraio februari fevereiro luty lutego febr
        march mar marz mars marzo maart mrt marco marzec marca mrz maerz
        april apr avril avr abril abr aprile kwiecien kwietnia
        may mai mayo maggio mag mei maio maj maja
        june jun juni juin junio giugno giu junho czerwiec czerwca
        july jul juli juillet juil julio luglio lug julho lipiec lipca
        august aug aout agosto ago augustus sierpien sierpnia augusti
        september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia
        october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika
        november nov novembre noviembre novembro listopad listopada
        december dec dezember dez decembre diciembre dic dicembre desember dezembro grudzien grudnia
        """

    private static let numbers: [String: Int] = {
        var numbers: [String: Int] = [:]
        for (index, line) in names.split(separator: "\n").enumerated() {
            for name in line.split(separator: " ") { numbers[String(name)] = index + 1 }
        }
        return numbers
    }()
}
