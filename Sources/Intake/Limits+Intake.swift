import Model

extension Limits {
    /// Shortest time between two readings of one file.
    static let readingGap = Duration.milliseconds(250)
    /// Quiet time of a file whose lease is free.
    static let settleWithLease = Duration.milliseconds(500)
    /// Quiet time of a file whose writers the kernel does not tell.
    static let settleWithoutLease = Duration.seconds(5)
    /// Quiet time where files come over a network.
    static let settleOverNetwork = Duration.seconds(10)
    /// Quiet time of a file without content.
    static let settleEmpty = Duration.seconds(10)
    /// Quiet time of a file without content where files come over a network.
    static let settleEmptyOverNetwork = Duration.seconds(30)
    /// Longest quiet time that doubling leads to.
    static let longestSettle = Duration.seconds(300)
    /// How long an untouched temporary name of a sync program still blocks.
    static let passingNameAge = Duration.seconds(600)
    /// After this long without a sign a batch that waits for something is looked at again.
    static let secondLook = Duration.seconds(60)
    /// The wait after so many failures in a row of disk, store or worker: 1 s doubled up to a second look.
    static func intakeRetry(_ failures: Int) -> Duration {
        min(secondLook, .seconds(1) * (1 << min(max(failures, 1) - 1, 10)))
    }
    /// Between two probes of a file that has a writer.
    static let busyLook = Duration.seconds(1)
    /// Between two records of the live count of a growing batch.
    static let countInterval = Duration.seconds(1)
    /// A growing tree is walked again only after this many times the length of the last walk.
    static let walkRest = 4
    /// A tree with more entries is not looked at in a break of another one.
    static let shortLook = 1000
    /// Between two breaks in the handling of a large tree.
    static let interludeGap = Duration.milliseconds(100)
    /// Entries of a long loop between two readings of the clock.
    static let ticksPerClockReading = 32
    /// A supplement within this time of its batch makes the inbox wait longer.
    static let supplementWindow = Duration.seconds(600)
    /// The first look into a finished directory for what came into it late.
    static let firstLateLook = Duration.seconds(5)
    /// Finished directories that are looked into again.
    static let rememberedDepartures = 1000
    /// Seconds a folder has to end its look when the agent ends.
    static let folderEndSeconds = 4
    /// Bytes of `claim.json` collected before they are written.
    static let claimChunkBytes = 64 << 10
    /// Partial names that `claim.json` lists; what is beyond becomes a supplement.
    static let claimIgnoredNames = 1000
    /// Range a `priority` of a job file may have.
    static let priorities: ClosedRange<Int64> = -10...10
    /// Bytes of all that comes out of one archive.
    static let unpackedBytes: Int64 = 10_000_000_000
    /// How many times its own size an archive may become.
    static let unpackRatio: Int64 = 200
    /// Below this nobody asks how well an archive was compressed.
    static let unpackUnratedBytes: Int64 = 100_000_000
    /// Bytes of a path below an unpacked archive.
    static let unpackedPathBytes = 2048
    /// Bytes of one name of an entry.
    static let entryNameBytes = 255
    /// Bytes of an extension, with its dot, that is kept when a name is cut.
    static let endingBytes = 17
    /// Names repeated in one warning.
    static let shownNames = 5
    /// Seconds for an archive, and for each step of its content.
    static let unpackSeconds = 60
    static let unpackStepSeconds = 10
    /// Bytes written between two looks at the free space.
    static let unpackLookBytes = 64 << 20
    /// Directories put back whose inode is remembered.
    static let rememberedPutBacks = 1000
    /// Bytes of `exclusions.pdf`.
    static let exclusionPDFBytes: Int64 = 16 << 20
    /// Bytes of the parameters of a batch with schema, templates and exclusions: they travel with every item.
    static let frozenParameterBytes = frameBytes - (64 << 10)
}
