import CSeccomp
import Glibc

/// Starts the program named by the arguments on a kernel that seems to have no Landlock; it and its children get
/// ENOSYS.
func launchWithoutLandlock() -> Never {
    let landlockCreateRuleset: Int32 = 444
    let allow: UInt32 = 0x7FFF_0000
    guard let filter = seccomp_init(allow),
        seccomp_rule_add_array(filter, 0x0005_0000 | UInt32(ENOSYS), landlockCreateRuleset, 0, nil) == 0,
        seccomp_load(filter) == 0
    else {
        complain("the filter was refused\n")
        exit(1)
    }
    var arguments = CommandLine.arguments.dropFirst().map { strdup($0) }
    arguments.append(nil)
    if let program = arguments[0] { execv(program, arguments) }
    complain("\(CommandLine.arguments.dropFirst()): \(String(cString: strerror(errno)))\n")
    exit(1)
}
