import Model
import Providers
import Settings

extension FetchSettings {
    /// What dropmill.yaml says of downloads, with the keys of S3.
    init(_ rules: FetchRules, _ secrets: ServiceSecrets) throws(Failure) {
        self.init()
        do throws(HostListError) {
            allowHosts = try HostList(rules.allowHosts)
        } catch {
            throw Self.wrong(
                "fetch.allow_hosts: \(printable(error.entry)) is no host such as example.com, *.example.com or 10.0.0.1:81"
            )
        }
        allowsPrivate = rules.allowPrivate
        maxBytes = rules.maxBytes
        proxy = rules.proxy
        certificates = rules.certificates
        s3 = try rules.s3.map { server throws(Failure) in try S3Settings(server, secrets) }
    }

    fileprivate static func wrong(_ message: String) -> Failure {
        Failure(.validationError, message, stage: .intake, resolution: "Correct dropmill.yaml.")
    }
}

extension S3Settings {
    fileprivate init(_ server: FetchRules.S3, _ secrets: ServiceSecrets) throws(Failure) {
        self.init(region: server.region, pathStyle: server.pathStyle)
        buckets = server.buckets
        if let text = server.endpoint {
            do throws(AddressError) {
                endpoint = try WebAddress(text)
            } catch {
                throw FetchSettings.wrong("fetch.s3.endpoint: \(error)")
            }
        }
        if let id = secrets.s3AccessKey, let secret = secrets.s3SecretKey {
            keys = Keys(id: id, secret: secret, sessionToken: secrets.s3SessionToken)
        }
    }
}
