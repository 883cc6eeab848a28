// swift-tools-version: 6.3

import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

func library(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: settings)
}

func binding(_ name: String, over module: Target.Dependency, _ more: [Target.Dependency] = []) -> Target {
    library(name, [module] + more, path: "Sources/Bindings/\(name)")
}

func cModule(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/CModules/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: exclude,
        swiftSettings: settings)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

// Tests/Fuzz/run builds it with the instruments of libFuzzer, which bring their own main.
let fuzzing: [Target] =
    Context.environment["DROPMILL_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "dropmill-fuzz", dependencies: ["Documents", "WorkerProtocol", "Model", "Linux"],
            path: "Tests/Fuzz", exclude: ["run"], swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
    ]

let package = Package(
    name: "dropmill",
    products: [
        .executable(name: "dropmill", targets: ["dropmill"]),
        .executable(name: "dropmill-worker", targets: ["dropmill-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .target(name: "CLinux", path: "Sources/CModules/CLinux"),
        .target(name: "CSandbox", path: "Sources/CModules/CSandbox"),
        // Its libraries are loaded when they are needed; libavformat-dev brings the headers.
        .target(name: "CAVFormat", path: "Sources/CModules/CAVFormat"),
        cModule("CMagic", pkgConfig: "libmagic", apt: "libmagic-dev"),
        cModule("CPoppler", pkgConfig: "poppler-glib", apt: "libpoppler-glib-dev"),
        cModule("CPopplerCore", pkgConfig: "poppler", apt: "libpoppler-private-dev"),
        .target(
            name: "CPopplerPages", dependencies: ["CPopplerCore"], path: "Sources/CModules/CPopplerPages",
            linkerSettings: [.linkedLibrary("z")]),
        cModule("CLeptonica", pkgConfig: "lept", apt: "libleptonica-dev"),
        cModule("CTesseract", pkgConfig: "tesseract", apt: "libtesseract-dev"),
        cModule("CHEIF", pkgConfig: "libheif", apt: "libheif-dev"),
        cModule("CQPDF", pkgConfig: "libqpdf", apt: "libqpdf-dev"),
        cModule("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
        cModule("CXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        cModule("CAssimp", pkgConfig: "assimp", apt: "libassimp-dev"),
        cModule("CSeccomp", pkgConfig: "libseccomp", apt: "libseccomp-dev"),
        cModule("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        cModule("CUchardet", pkgConfig: "uchardet", apt: "libuchardet-dev"),
        cModule("CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev"),
        cModule("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        cModule("CPango", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        cModule("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        cModule("CGMime", pkgConfig: "gobject-2.0", apt: "libgmime-3.0-dev"),

        binding("Linux", over: "CLinux", ["Model"]),
        binding("Magic", over: "CMagic"),
        binding("Poppler", over: "CPoppler", ["CPopplerPages"]),
        binding("Leptonica", over: "CLeptonica"),
        binding("Tesseract", over: "CTesseract", ["Leptonica"]),
        binding("HEIF", over: "CHEIF"),
        binding("QPDF", over: "CQPDF"),
        binding("Archive", over: "CArchive"),
        binding("Assimp", over: "CAssimp"),
        binding("AV", over: "CAVFormat"),
        binding("XML", over: "CXML2"),
        binding("YAML", over: yams),
        binding("Crypto", over: "CCrypto"),
        binding("Charsets", over: "CUchardet"),
        binding("MIME", over: "CGMime"),
        binding("Pango", over: "CPango"),
        binding("PCRE2", over: "CPCRE2"),
        binding("Curl", over: "CCurl"),
        binding("SQLite", over: "CSQLite"),

        library("Model", []),
        library("Folders", ["Model", "Linux"]),
        library("WorkerProtocol", ["Model", "Linux"]),
        library("Settings", ["Model", "Linux", yams]),
        library("Store", ["Model", grdb]),
        library("Collections", ["Model", "Linux", "WorkerProtocol", "SQLite"]),
        library("Indexing", ["Model", "Linux", "Store", "Collections", "Workers", "WorkerProtocol", logging]),
        library("Watch", ["Model", "Linux", logging]),
        library("Workers", ["Model", "Linux", "WorkerProtocol"]),
        library("Intake", ["Model", "Linux", "Folders", "Store", "Workers", "Crypto", "WorkerProtocol", logging]),
        library("Providers", ["Model", "Linux", "Curl", "Crypto", logging]),
        library(
            "Jobs", ["Model", "Linux", "Folders", "Store", "Workers", "Crypto", "WorkerProtocol", "Providers", logging]),
        library(
            "Publish", ["Model", "Linux", "Folders", "Store", "Workers", "WorkerProtocol", "Crypto", logging]),
        library("Control", ["Model", "Linux", "Folders", "Store", "Crypto", logging]),
        library("Notices", ["Model", "Linux", "Store", "Curl", "Crypto", "Providers", logging]),
        library("Metrics", ["Model", "Linux", "Store", logging]),
        library("Retention", ["Model", "Linux", "Folders", "Store", logging]),
        library(
            "Agent",
            [
                "Model", "Linux", "Folders", "Settings", "Store", "Watch", "Intake", "Jobs", "Publish", "Control",
                "Retention", "Indexing", "Workers", "WorkerProtocol", "Crypto", "Providers", "Notices", "Metrics",
                logging,
            ]),
        library("WorkerRuntime", ["Model", "Linux", "WorkerProtocol", "CSandbox", "CSeccomp"]),
        library("Layout", ["Model"]),
        library("Extraction", ["Model", "Layout", "PCRE2"]),
        library("Exports", ["Model", "WorkerProtocol", "Archive", "Pango", "Crypto"]),
        library(
            "Documents",
            [
                "Model", "Layout", "Extraction", "Exports", "WorkerProtocol", "Magic", "Poppler", "Archive", "Assimp",
                "AV", "XML", "YAML", "Charsets",
                "Crypto", "MIME", "Leptonica", "Tesseract", "HEIF", "QPDF",
            ]),

        .executableTarget(
            name: "dropmill",
            dependencies: [
                "Agent", "Model", "Linux", "Settings", "Store", "Intake", "Retention", "Folders", "Collections",
                "Indexing",
                "Workers", "Notices", arguments, logging,
            ],
            path: "Sources/dropmill", swiftSettings: settings),
        .executableTarget(
            name: "dropmill-worker", dependencies: ["Documents", "WorkerRuntime"],
            path: "Sources/dropmill-worker", swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["Model", "Linux", "Store", "Crypto"], path: "Tests/TestSupport",
            exclude: ["Programs"], swiftSettings: settings),
        .target(name: "EscapeAttempts", path: "Tests/EscapeAttempts"),
        .executableTarget(
            name: "hostile-worker",
            dependencies: ["EscapeAttempts", "CSeccomp", "WorkerRuntime", "WorkerProtocol", "Model", "Linux"],
            path: "Tests/HostileWorker", swiftSettings: settings),
        tests("Model", ["Model"]),
        tests("Linux", ["Linux", "Model"]),
        tests("Settings", ["Settings", "Model", "Linux"]),
        tests("Store", ["Store", "Model", "Linux", grdb]),
        tests("Collections", ["Collections", "Model", "WorkerProtocol", "SQLite"]),
        tests("Watch", ["Watch", "Model", "Linux", logging]),
        tests(
            "Intake", ["Intake", "Model", "Linux", "Folders", "Store", "Workers", "WorkerProtocol", "Crypto", logging]),
        tests("WorkerProtocol", ["WorkerProtocol", "Model", "Linux"]),
        tests("Workers", ["Workers", "WorkerProtocol", "Model", "Linux", "EscapeAttempts", "hostile-worker"]),
        tests("Layout", ["Layout", "Model"]),
        tests("Exports", ["Exports", "Model", "WorkerProtocol", "Linux"], exclude: ["read_exports.py"]),
        tests("Extraction", ["Extraction", "Layout", "Model", "PCRE2"]),
        tests(
            "Providers", ["Providers", "Curl", "Model", "Linux", "Crypto", logging],
            exclude: ["Programs", "real_server"]),
        tests(
            "Documents",
            [
                "Documents", "Layout", "Extraction", "Model", "WorkerProtocol", "Poppler", "Magic", "Archive", "XML",
                "YAML", "Leptonica",
            ]),
        tests("Jobs", ["Jobs", "Model", "Linux", "Store", "Workers"]),
        tests("Control", ["Control", "Model", "Linux", "Folders", "Store", logging]),
        tests("Retention", ["Retention", "Model", "Linux", "Folders", "Store", logging]),
        tests("Publish", ["Publish", "Model", "Linux", "Folders", "Store", "Crypto", logging], exclude: ["Golden"]),
        tests("Agent", ["Agent", "Model"]),
        tests("Notices", ["Notices", "Curl", "Model", "Linux", "Store", "Crypto", logging]),
        tests("Metrics", ["Metrics", "Model", "Linux", "Store", logging]),
        tests("EndToEnd", ["Model", "Linux"]),
        tests("Writers", ["Model", "Linux", "Crypto"], exclude: ["Programs"]),
        tests("Faults", ["Model", "Linux"]),
        tests(
            "Hostile", ["Model", "Linux", "Workers", "WorkerProtocol", "hostile-worker"],
            exclude: ["make_documents.py"]),
        tests("Sharing", ["Model", "Linux"]),
        tests("Architecture", []),
    ] + fuzzing,
    cxxLanguageStandard: .cxx17
)
