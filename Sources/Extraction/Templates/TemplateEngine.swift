import Model

/// Takes the values of fields out of documents by the templates of a job: the first that fits a document is used.
public struct TemplateEngine: Engine, Sendable {
    private let contents: [(file: UsedTemplate, value: JSONValue)]
    private let isOnlyEngine: Bool

    /// Templates as `templates` of the parameters has them: a list of objects with `name`, `sha256` and `content`.
    ///
    /// Where no other engine will be asked, a document that fits none is worth a warning.
    public init(_ templates: JSONValue, isOnlyEngine: Bool = false) {
        contents = (templates.array ?? []).compactMap { template in
            guard let content = template["content"] else { return nil }
            let file = UsedTemplate(name: template["name"]?.string ?? "template", sha256: template["sha256"]?.string)
            return (file, content)
        }
        self.isOnlyEngine = isOnlyEngine
    }

    /// True where there is nothing to look with.
    public var isEmpty: Bool { contents.isEmpty }

    public func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
        var warnings: [String] = []
        let text = TemplateText(document)
        for (file, template) in templates(&warnings) {
            guard var run = Self.run(template, document, text, &warnings), run.fits else { continue }
            let isComplete = run.findAll()
            guard isComplete else {
                warnings += run.warnings
                continue
            }
            var output = run.output
            if output["template_name"] == nil {
                output["template_name"] = TemplateValue(.fixed(.string(template.name)))
            }
            var answers = TemplateAnswers(output, template.options)
            answers.answer(fields)
            var findings = answers.findings
            findings.template = file
            findings.warnings = Array((warnings + run.warnings + findings.warnings).prefix(Limits.itemWarnings))
            return findings
        }
        var findings = Findings()
        if isOnlyEngine { warnings.append("none of the \(contents.count) templates fits \(document.name)") }
        findings.warnings = Array(warnings.prefix(Limits.itemWarnings))
        return findings
    }

    /// The templates that can be read, the most important first.
    private func templates(_ warnings: inout [String]) -> [(file: UsedTemplate, template: Template)] {
        var templates: [(file: UsedTemplate, template: Template)] = []
        for (file, value) in contents {
            do throws(TemplateProblem) {
                templates.append((file, try Template(name: file.name, value)))
            } catch {
                warnings.append("the template \(file.name) cannot be used: \(error.message)")
            }
        }
        return templates.enumerated().sorted { left, right in
            let (one, other) = (left.element.template.priority, right.element.template.priority)
            return one == other ? left.offset < right.offset : one > other
        }.map(\.element)
    }

    private static func run(
        _ template: Template, _ document: SourceDocument, _ text: TemplateText, _ warnings: inout [String]
    ) -> TemplateRun? {
        do throws(TemplateProblem) {
            return try TemplateRun(template, document, text)
        } catch {
            warnings.append("the template \(template.name) cannot be used: \(error.message)")
            return nil
        }
    }
}
