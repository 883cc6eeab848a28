import Model

extension Limits {
    /// Files listed in report.html; the others are in results.csv.
    static let reportFiles = 20_000
    /// Files listed in report.html while a batch is running, whose cost must not grow with the batch.
    static let reportRunningFiles = 500
    /// Files whose fields and text are shown in report.html.
    static let reportDetailedFiles = 2000
    /// Bytes of report.html for the fields and texts of all files together.
    static let reportDetailBytes = 3_400_000
    /// Least and most bytes of it for one file.
    static let reportFileDetailBytes = 1200...32_000
    /// Part of the bytes of a file that its fields leave to the beginning of its text.
    static let reportTextShare = 3
    /// Bytes of extract.meta.json up to which it is read for report.html.
    static let reportMetaBytes = 1 << 20
    /// Values of one file in report.html.
    static let reportFields = 400
    /// Boxes of one value in report.html.
    static let reportBoxes = 8
    /// Characters of one value or message in report.html.
    static let reportTextCharacters = 300
    /// Warnings of one file in report.html.
    static let reportWarnings = 8
    /// Failed files named in the advice of report.html.
    static let reportFailures = 200
    /// Outputs of one file linked from report.html.
    static let reportOutputs = 120
    /// Time between two writings of report.html while a batch runs.
    static let reportInterval = Duration.seconds(5)
    /// Seconds after which report.html loads itself anew while its batch runs.
    static let reportRefreshSeconds = 5
    /// Seconds after which index.html loads itself anew while a batch is at work, and else.
    static let indexRefreshSeconds = (live: 10, idle: 60)
}
