import Model
import Testing

@testable import Providers

/// Signatures as botocore 1.43 makes them for the same moment; `Programs/s3_vectors` prints the table.
struct S3SignatureTests {
    private static let vectors: [(key: String, path: String, signature: String, virtual: String)] = [
        (
            "plain.pdf", "plain.pdf",
            "dd3c2bc66de3bc492dd7adbf895415c0612094f9142191bf6efd543c41118595",
            "6f67db4fc0fd2f5bfea2570f367238c64295b5cc9f71c5b95a2abc86a75776a2"
        ),
        (
            "folder/with space/a b.pdf", "folder/with%20space/a%20b.pdf",
            "fd169ae963537bcfd3877ac2c69091bdd36486c4edfbb4dda7e7457eebc0d5d6",
            "b454f46990ff63beb19767a33fb781a4ef9e459b4049e71613c031d31c7f7889"
        ),
        (
            "a+b=c&d.pdf", "a%2Bb%3Dc%26d.pdf",
            "ffb068701b10047c39ea6e97d08133473ce94e95ec0989fe778211ec50d67b59",
            "0c9481fa552b0ac92f0d94fa509d5c4643f9f5318fb4c252b22676bb46611081"
        ),
        (
            "ü/日本語.pdf", "%C3%BC/%E6%97%A5%E6%9C%AC%E8%AA%9E.pdf",
            "3eb1cfe3f269579183056686265712306277f32d391d09081bfc8285402c4430",
            "4c5d01d4bab67e999bdb65c89bdcd67ba4b7f5d4d6223b07652b98f3a8ac2d32"
        ),
        (
            "ü.pdf", "u%CC%88.pdf",
            "0f958142b1611435ba1ee7af81c97b50ed33d47a080bddf7b281278059b014b9",
            "ac6dab5aab431b9436f31fb3e8f5a7c4e52e4b91ecd7fd143ff6101e7d0c56bb"
        ),
        (
            "tilde~file.pdf", "tilde~file.pdf",
            "0e3781bd093a44806088c959d9b32f2332aaad9363073192077e761890bad4bd",
            "6a9b0c4ddd2170a3aa136959ad285c4a868ed34d146e44b787c04680e9863ebd"
        ),
        (
            "per%20cent%zz.pdf", "per%2520cent%25zz.pdf",
            "5c939f6c9ff05e5d6ea71db1ae29097813545d224c494a0551cc5af6ce53a957",
            "d9b43fbc57d935b6baaa9da3bef89e45b905b5555ca4f1b5aa43f5a495147006"
        ),
        (
            "a/../b/./c.pdf", "a/../b/./c.pdf",
            "d18613ba0520b6873de665971bb4b6cfb6642425e9720cc57440cc490f8485d0",
            "0dde817f78a82ff8cb8ef31788c921904ed7e192f5e8a5b0c84431d7791e7e64"
        ),
        (
            "/leading//double/", "/leading//double/",
            "6b65d18a01725fbfb5857ae0812b350e1a45fbbe0f8a6c20b2cac4313811bd59",
            "f741947a82f962b84fc39c025d32254e87855cc2b2f712538c96f20fcdc0b483"
        ),
        (
            "quote'\"(x)[y]{z}.pdf", "quote%27%22%28x%29%5By%5D%7Bz%7D.pdf",
            "048fe4a9234296eceabdab9ec2e5326cea15c751a78344097155921e807a6447",
            "36214905a2b1a539c811a8623b4135838b2577f44f625bb4996a92133725790f"
        ),
        (
            "a?b#c;d:e@f!g$h,i*j.pdf", "a%3Fb%23c%3Bd%3Ae%40f%21g%24h%2Ci%2Aj.pdf",
            "1f3ce3db915fa616ac58cf973b89bb58eb800c327b1f44826210e02474c623d7",
            "8ac0887f81f9ae02b22fe3a24b49577bf3d49be670061bb375e792f5c351fcd2"
        ),
        (
            "tab\there.pdf", "tab%09here.pdf",
            "1a63ab231f66dce70aaf106f9ef5873a0018dbb02ca4bbaf3debdaaf7ee2cb1e",
            "97382c6328ae675267b29369a69d92e8ee96f54375920a7ab7afb70cbc5fae8e"
        ),
        (
            "😀.pdf", "%F0%9F%98%80.pdf",
            "6b192e1afccbb21a35a02ce68e223ba398fa22daf3c9c15e1e1c34951b1e412b",
            "1656e73df36ae3625c5737714087eb2b94101e4ad13340e2891452060bd19354"
        ),
        (
            "back\\slash|pipe^caret`tick<>.pdf", "back%5Cslash%7Cpipe%5Ecaret%60tick%3C%3E.pdf",
            "bc58941d92a0c89376dfd983848079355116d00884ba5defd461b977aff31d58",
            "b8c447b1ba5bfbac280e8e84b49dc9c734beb709f2c70098295a36e8b8357579"
        ),
        (
            ".", ".",
            "47bc645b5ff4a5896bdb2c0c8e19678491d6144c3d59dbb8ad7d451d617d527b",
            "1c30f507fbd6d37b817479386bee9d2f676bfb8d3317b33e7d71c8dac25c5708"
        ),
        (
            "..", "..",
            "0665c2475a03cb7713838738905c30977e05992696fb161ebf92af2f28626e6a",
            "649db1edb476ae6405d4539e486aaeef756082a28a40bcf6a6eae4ad4f6dae17"
        ),
        (
            "-_.~", "-_.~",
            "09e3a5c701996ceff4472a99739eec8c2fed1cc5ea041d280b0c830c4f29549b",
            "365e7761f1e8cb884eba10017b5c7f912fbc326b07b129ecd1819edd8bd421e1"
        ),
    ]

    private let time = Timestamp("2026-11-21T08:09:10.000Z") ?? Timestamp(milliseconds: 0)
    private func keys(token: String? = nil) -> S3Settings.Keys {
        S3Settings.Keys(
            id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: token)
    }

    private func authorization(_ key: String, _ settings: S3Settings) throws -> (url: String, text: String) {
        let address = try #require(S3Object("my-bucket/" + key)?.address(settings))
        let keys = try #require(settings.keys)
        let headers = S3Signature(settings: settings, keys: keys, time: time).headers(for: address)
        return (address.text, try #require(headers.first { $0.name == "Authorization" }?.value))
    }

    @Test(arguments: vectors.indices)
    func pathStyleEqualsBotocore(index: Int) throws {
        let vector = Self.vectors[index]
        let endpoint = try WebAddress("http://127.0.0.1:9000")
        let settings = S3Settings(endpoint: endpoint, region: "eu-central-1", keys: keys())
        let (url, text) = try authorization(vector.key, settings)
        #expect(url == "http://127.0.0.1:9000/my-bucket/" + vector.path)
        #expect(
            text == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-central-1/s3/aws4_request, "
                + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=\(vector.signature)")
    }

    @Test(arguments: vectors.indices)
    func virtualStyleWithASessionTokenEqualsBotocore(index: Int) throws {
        let vector = Self.vectors[index]
        let settings = S3Settings(region: "us-west-2", keys: keys(token: "FwoGZXIvYXdzE/token+with=signs=="))
        let (url, text) = try authorization(vector.key, settings)
        #expect(url == "https://my-bucket.s3.us-west-2.amazonaws.com/" + vector.path)
        #expect(text.hasSuffix("x-amz-date;x-amz-security-token, Signature=\(vector.virtual)"))
    }

    @Test func objectsAreNamedWithAndWithoutAScheme() {
        #expect(S3Object("bucket/a/b.pdf") == S3Object("S3://bucket/a/b.pdf"))
        #expect(S3Object("s3://bucket/a b")?.key == "a b")
        for text in [
            "", "bucket", "bucket/", "/key", "s3:///key", "../key", "./key", "a%2fb/key", "a b/key", "a@b/key",
        ] {
            #expect(S3Object(text) == nil, "\(text)")
        }
        #expect(S3Object("bucket/" + String(repeating: "k", count: 1025)) == nil)
    }

    @Test func bucketsThatAreNoLabelsGoIntoThePath() throws {
        let settings = S3Settings(region: "eu-west-1")
        let texts = ["Old_Bucket/k", "dotted.bucket/k", "ab/k", "-dash/k"].map { S3Object($0)?.address(settings)?.text }
        #expect(
            texts
                == ["Old_Bucket", "dotted.bucket", "ab", "-dash"].map { "https://s3.eu-west-1.amazonaws.com/\($0)/k" })
    }

    @Test func endpointsKeepTheirPathAndPort() throws {
        var settings = S3Settings(endpoint: try WebAddress("https://store.example:9443/s3/"), pathStyle: true)
        #expect(S3Object("bucket/k")?.address(settings)?.text == "https://store.example:9443/s3/bucket/k")
        settings.pathStyle = false
        #expect(S3Object("bucket/k")?.address(settings)?.text == "https://bucket.store.example:9443/s3/k")
    }

    @Test func keysAreNeverPrinted() {
        var settings = FetchSettings()
        settings.s3 = S3Settings(keys: keys(token: "hidden"))
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("wJalr") && !text.contains("hidden"))
        }
    }
}
