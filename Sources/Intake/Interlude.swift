import Linux
import Model

/// Breaks in the handling of one large tree, in which what is small goes on: a batch of one file must not wait until a
/// hundred thousand are walked, probed and sealed.
///
/// Long loops say `tick` for every entry. Owned by the thread of the intake.
final class Interlude {
    /// What is done in a break.
    var body: () -> Void = {}
    /// True during a break: there is none within another.
    private(set) var isRunning = false
    private var ticks = 0
    private var last = Clock.sinceBoot()

    /// One more entry of a long loop; takes a break when the last one is long enough ago.
    func tick() {
        ticks += 1
        if ticks % Limits.ticksPerClockReading == 0 { pause() }
    }

    /// The same for a loop whose steps take long.
    func pause() {
        guard !isRunning, Clock.sinceBoot() >= last + Limits.interludeGap else { return }
        isRunning = true
        body()
        isRunning = false
        last = Clock.sinceBoot()
    }
}
