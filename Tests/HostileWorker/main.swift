import Glibc
import WorkerRuntime

// How it behaves at its start is in the name it was started by, what it does with a document in the document's name.
let program = CommandLine.arguments[0].split(separator: "/").last.map(String.init) ?? ""
misbehaveAtStart(as: program)
var service = Service(arguments: CommandLine.arguments)
service.run(libraries: [("hostile", "1.0")]) { request, descriptor, sink in
    misbehave(request, descriptor, &sink)
}
