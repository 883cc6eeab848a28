import Agent
import Glibc
import Linux
import Model

/// `dropmill watch` of everything that is under way, until it is interrupted.
struct LiveWatch {
    private let source: LiveSource
    private let palette: Palette
    private let prints = STDOUT_FILENO
    private static let drawMicroseconds: UInt32 = 250_000
    private static let logMicroseconds: UInt32 = 1_000_000

    init(_ settings: AgentSettings, palette: Palette) {
        source = LiveSource(settings)
        self.palette = palette
    }

    /// Draws in place on a terminal, says lines elsewhere.
    func run() {
        Terminal.canRedraw(prints) ? draw() : log()
    }

    private func draw() {
        var screen = LiveScreen(prints)
        var rates: [String: PageRate] = [:]
        while true {
            let now = Clock.sinceBoot()
            let rows = Self.onScreen(source.batches()).map { batch in
                (batch: batch, rate: batch.pages.flatMap { rates[batch.id, default: PageRate()].rate($0, at: now) })
            }
            let size = Terminal.size(of: prints) ?? (LiveView.usualColumns, LiveView.usualRows)
            let view = LiveView(palette: palette, columns: size.columns, rows: size.rows)
            guard screen.show(view.lines(rows)) else { return }
            usleep(Self.drawMicroseconds)
        }
    }

    /// What is under way, and what ended last.
    private static func onScreen(_ batches: [LiveBatch]) -> [LiveBatch] {
        batches.filter { !$0.status.isFinal } + batches.filter(\.status.isFinal).suffix(shownEnded)
    }

    private static let shownEnded = 5

    private func log() {
        var log = LiveLog()
        var rates: [String: PageRate] = [:]
        while true {
            let now = Clock.sinceBoot()
            for batch in source.batches() {
                let rate = batch.pages.flatMap { rates[batch.id, default: PageRate()].rate($0, at: now) }
                guard log.news(of: batch, at: now) else { continue }
                let word = palette.paint(batch.status.rawValue, Palette.meaning(of: batch.status))
                let line =
                    "\(Clock.now())  \(word)  \(printable(batch.name))  \(LiveView.figures(batch, rate: rate))\n"
                guard Terminal.writeAll(line, to: prints) else { return }
            }
            usleep(Self.logMicroseconds)
        }
    }

    /// Prints the events of all batches under way as JSON lines, of each from its first on.
    func events() throws {
        var followers: [String: EventFollower] = [:]
        while true {
            for batch in source.batches() {
                if followers[batch.id] == nil, let directory = source.directory(of: batch) {
                    followers[batch.id] = EventFollower(directory: directory)
                }
                for event in try followers[batch.id]?.next() ?? [] {
                    let line = String(decoding: event, as: UTF8.self) + "\n"
                    guard Terminal.writeAll(line, to: prints) else { return }
                }
            }
            usleep(Self.drawMicroseconds)
        }
    }
}
