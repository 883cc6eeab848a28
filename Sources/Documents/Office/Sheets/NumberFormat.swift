/// placeholder
enum NumberFormat {
    static func general(_ number: Double) -> String { String(number) }
}
