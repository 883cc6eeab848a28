import ArgumentParser
import Glibc
import Model

/// When words are coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    /// On a terminal that is not `dumb`, unless NO_COLOR says otherwise (no-color.org).
    case auto
    case always
    case never
}

/// The option of verbs that colour words.
struct ColorOptions: ParsableArguments {
    @Option(help: "When to colour: auto, always or never. auto: on a terminal, unless NO_COLOR is set.")
    var color = ColorChoice.auto

    /// The colours for what is written to a descriptor.
    func palette(for descriptor: Int32) -> Palette {
        switch color {
        case .always: Palette(isColored: true)
        case .never: Palette(isColored: false)
        case .auto:
            Palette(
                isColored: Terminal.canRedraw(descriptor) && (Environment.current["NO_COLOR"] ?? "").isEmpty)
        }
    }
}

/// Colours by what a word means (ECMA-48, SGR).
struct Palette {
    let isColored: Bool

    /// What a word says.
    enum Meaning: String {
        case good = "32"
        case bad = "31"
        case attention = "33"
        case working = "36"
        case quiet = "2"
    }

    /// The text in the colour of its meaning.
    func paint(_ text: String, _ meaning: Meaning) -> String {
        isColored ? "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The meaning of the status of a batch.
    static func meaning(of status: BatchStatus) -> Meaning {
        switch status {
        case .completed: .good
        case .failed, .cancelled: .bad
        case .partiallyFailed, .paused, .throttled, .stalled: .attention
        case .processing: .working
        case .uploading, .pending: .quiet
        }
    }
}
