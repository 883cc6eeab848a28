import Model

/// Reads `metrics` of dropmill.yaml.
enum MetricsReader {
    /// What the file says.
    static func read(_ reader: MappingReader) -> MetricsSettings {
        var metrics = MetricsSettings()
        guard let entry = reader.mapping("metrics", known: ["textfile", "listen"]) else { return metrics }
        metrics.textfile = entry.absolutePath("textfile")
        if let file = metrics.textfile, !file.hasSuffix(".prom") {
            entry.refuse("textfile", .notAllowed, mustBe: "a path that ends in .prom, which node_exporter reads")
        }
        if let text = entry.text("listen") {
            metrics.listen = ListenAddress(text)
            if metrics.listen == nil {
                entry.refuse(
                    "listen", .notAllowed,
                    mustBe: "an address of this machine alone, such as \"127.0.0.1:9464\" or \"[::1]:9464\"")
            }
        }
        return metrics
    }
}
