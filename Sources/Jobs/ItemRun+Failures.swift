import Linux
import Model

/// What an error of the system means for an item.
extension ItemRun {
    /// True for results that have no place, or one nobody may write to: no fault of the document.
    static func isOutside(_ error: SystemError) -> Bool {
        error.isTransient || error.isNotFound || error.isDenied
    }

    /// The failure of an item whose results cannot be written.
    static func unwritable(_ error: SystemError, about shown: String) -> Failure {
        if error.isStorageFull {
            return Failure(.storageFull, "No space is left for the results of \(shown)", stage: .publish)
        }
        return Failure(.processingError, "The results of \(shown) cannot be written: \(error)", stage: .publish)
    }

    /// The failure of a disk or share that does not answer: the document is not at fault.
    static func unreadable(_ error: SystemError, about shown: String) -> Failure {
        var failure = Failure(
            .processingError, "\(shown) cannot be read now: \(error.reason) (\(error.call))", stage: .intake)
        failure.isTransient = true
        return failure
    }

    /// The failure of an item whose original cannot be opened.
    static func failure(_ error: SystemError, about shown: String) -> Failure {
        if error.isNotFound { return Failure(.vanished, "\(shown) is gone", stage: .intake) }
        if error.isDenied {
            return Failure(.permissionDenied, "\(shown) cannot be read: \(error.reason)", stage: .intake)
        }
        if error.isEscape { return Failure(.symlinkRefused, "\(shown) leads through a symbolic link", stage: .intake) }
        return Failure(.processingError, "\(shown): \(error.reason) (\(error.call))", stage: .intake)
    }
}
