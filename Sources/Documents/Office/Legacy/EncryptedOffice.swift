import Model
import WorkerProtocol

/// Office documents that are encrypted as a whole ([MS-OFFCRYPTO]); they are recognised, not opened.
struct EncryptedOfficeReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        throw Package.encrypted(source)
    }
}
