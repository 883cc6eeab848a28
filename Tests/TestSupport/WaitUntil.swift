import Foundation
import Linux

/// Waits for a condition; false when it did not come true in time.
public func waitUntil(_ timeout: Duration = .seconds(10), _ condition: () throws -> Bool) rethrows -> Bool {
    let end = Clock.sinceBoot() + timeout
    while try !condition() {
        if Clock.sinceBoot() > end { return false }
        usleep(2000)
    }
    return true
}
