import ArgumentParser
import Glibc

/// `dropmill template`
struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a file to start from.",
        discussion: """
            csv: a manifest.csv, which names the documents of a batch, one in each row.

            Example:
              dropmill template csv > manifest.csv
            """)

    /// What there are templates of.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case csv
    }

    @Argument(help: "csv")
    var kind: Kind

    func run() {
        switch kind {
        case .csv: Terminal.writeAll(ManifestTemplate.text, to: STDOUT_FILENO)
        }
    }
}

/// A manifest with every column that is known and a row of each kind.
enum ManifestTemplate {
    static let text = """
        title,file_source_type,file_path,description,publishing_date,file_size,mime_type
        "Training Manual",local,training/manual.pdf,"Employee onboarding guide",2025-01-15,1.2MB,
        "Annual Report",url,https://example.com/report.pdf,"Figures of the year",2025-03-31,,application/pdf
        "Q4 Report",s3,company-docs/q4-2024.pdf,"Financial results",2024-12-31,2.5MB,

        """
}
