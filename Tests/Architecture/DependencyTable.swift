/// Which modules each target may import, besides the standard library and the C library.
///
/// The same table stands in Sources/README.md for people.
enum DependencyTable {
    /// Allowed everywhere but in Model.
    static let system: Set<String> = ["Glibc", "Synchronization", "Dispatch"]

    private static let stage: Set<String> = [
        "Model", "Linux", "Folders", "Store", "Workers", "WorkerProtocol", "Crypto", "Logging",
    ]

    /// Allowed imports by the name of the target.
    static let allowed: [String: Set<String>] = [
        "Model": [],
        "Linux": ["Model", "CLinux"],
        "Magic": ["CMagic"],
        "Poppler": ["CPoppler", "CPopplerPages"],
        "Leptonica": ["CLeptonica"],
        "Tesseract": ["CTesseract", "Leptonica"],
        "HEIF": ["CHEIF"],
        "QPDF": ["CQPDF"],
        "Archive": ["CArchive"],
        "Assimp": ["CAssimp"],
        "AV": ["CAVFormat"],
        "XML": ["CXML2"],
        "YAML": ["CYaml"],
        "Crypto": ["CCrypto"],
        "Charsets": ["CUchardet"],
        "MIME": ["CGMime"],
        "PCRE2": ["CPCRE2"],
        "Pango": ["CPango"],
        "Curl": ["CCurl"],
        "SQLite": ["CSQLite"],
        "Providers": ["Model", "Linux", "Curl", "Crypto", "Logging"],
        "Extraction": ["Model", "Layout", "PCRE2"],
        "Exports": ["Model", "WorkerProtocol", "Archive", "Pango", "Crypto"],
        "Folders": ["Model", "Linux"],
        "WorkerProtocol": ["Model", "Linux"],
        "Settings": ["Model", "Linux", "Yams"],
        "Store": ["Model", "GRDB", "Foundation"],
        "Collections": ["Model", "Linux", "WorkerProtocol", "SQLite"],
        "Indexing": stage.union(["Collections"]),
        "Watch": stage,
        "Intake": stage,
        "Jobs": stage.union(["Providers"]),
        "Publish": stage,
        "Control": stage,
        "Notices": ["Model", "Linux", "Store", "Curl", "Crypto", "Providers", "Logging"],
        "Metrics": ["Model", "Linux", "Store", "Logging"],
        "Retention": stage,
        "Workers": ["Model", "Linux", "WorkerProtocol", "Logging"],
        "Layout": ["Model"],
        "Documents": [
            "Model", "Layout", "Extraction", "Exports", "Linux", "WorkerProtocol", "Magic", "Poppler", "Archive",
            "Assimp",
            "AV", "XML", "YAML",
            "Charsets", "Crypto", "MIME", "Leptonica", "Tesseract", "HEIF", "QPDF",
        ],
        "WorkerRuntime": ["Model", "Linux", "WorkerProtocol", "CLinux", "CSandbox", "CSeccomp"],
        "Agent": stage.union([
            "Settings", "Watch", "Intake", "Jobs", "Publish", "Control", "Retention", "Indexing", "Providers",
            "Notices",
            "Metrics",
        ]),
        "dropmill": stage.union([
            "Agent", "Settings", "Watch", "Intake", "Jobs", "Publish", "Control", "Collections", "Indexing", "Notices",
            "ArgumentParser",
            "Agent", "Settings", "Watch", "Intake", "Jobs", "Publish", "Control", "Retention", "ArgumentParser",
        ]),
        "dropmill-worker": ["Model", "Linux", "WorkerProtocol", "WorkerRuntime", "Documents"],
    ]

    /// Libraries that read foreign bytes; only the worker may be linked with them.
    static let parserLibraries = [
        "libpoppler", "libmagic", "libarchive", "libseccomp", "libtesseract", "libxml2", "libfreetype", "libglib",
        "libuchardet", "libgmime", "libpcre2", "libavformat", "libassimp", "liblept", "libheif", "libqpdf", "libpango",
        "libcairo",
    ]

    /// What may stand at the top of the checkout; names that start with a dot are free.
    static let topLevel: Set<String> = [
        "Package.swift", "Package.resolved", "README.md", "CHANGELOG.md", "LICENSE", "etc", "packaging", "Sources",
        "Tests",
    ]
}
