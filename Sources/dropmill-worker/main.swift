import Documents
import WorkerRuntime

// First of all: a thread that runs already is not bound by the sandbox.
var service = Service(arguments: CommandLine.arguments)
var processor = DocumentProcessor()
service.run(libraries: DocumentProcessor.libraries) { request, descriptor, sink in
    processor.process(request, descriptor: descriptor, sink: &sink)
}
