import Model
import Providers

extension ItemRun {
    /// Why the row of a manifest that names the document cannot be worked on.
    var refusedRow: Failure? {
        guard let row = sealed.row else { return nil }
        if let failure = row.failure { return failure }
        guard let source = remoteSource, !mayDownload else { return nil }
        return Failure(
            .offline,
            "\(printable(FetchRequest(source).display)) is not downloaded, because the agent makes no connections",
            stage: .intake, resolution: "Set `offline: false` and allow the host in `fetch`, or drop the file itself.")
    }

    /// The parameters of the job, with what the row sets over them and what it tells of the document.
    var parameters: JSONObject {
        guard let row = sealed.row else { return context.configuration.parameters }
        var parameters = JobParameters.merged(context.configuration.parameters, with: row.options)
        parameters["title"] = row.title.map { .string($0) }
        parameters["description"] = row.description.map { .string($0) }
        return parameters
    }

    /// What in the row does not agree with the document.
    func rowWarnings(size: Int64) -> [String] {
        guard let text = sealed.row?.fileSize, FileSizeText(text)?.isNear(size) == false else { return [] }
        return ["file_size says \(printable(text)), but the file has \(size) bytes"]
    }
}
