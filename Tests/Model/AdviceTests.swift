import Model
import Testing

@Suite struct AdviceTests {
    @Test(
        arguments: [
            ([.document: 3], []), ([.document: 3, .other: 2], []),
            (
                [.document: 2, .image: 1],
                ["Mixed batch: 2 documents and 1 image. Files of one kind in each batch share their settings best."]
            ),
            (
                [.document: 1, .audio: 2, .video: 1],
                [
                    "Mixed batch: 1 document, 1 video and 2 audio. "
                        + "Files of one kind in each batch share their settings best."
                ]
            ),
        ] as [([MediaCategory: Int], [String])])
    func aBatchOfSeveralKindsIsAdvisedAndNotRefused(kinds: [MediaCategory: Int], advice: [String]) {
        var batch = Batch(
            id: "bat-1", folder: "f", source: .directory, name: "b", entry: BytePath("b"), outboxName: BytePath("b"),
            job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: Timestamp(milliseconds: 0))
        batch.mediaTypes = kinds
        #expect(batch.advice == advice)
    }
}
