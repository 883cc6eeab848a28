import Model

/// The commented configuration that `init` writes for a new watch folder.
public enum SettingsTemplate {
    /// The text; `name` is made a legal folder name.
    public static func yaml(root: String, stateDirectory: String, name: String) -> String {
        """
        # Dropmill configuration. A line that starts with # is a comment; the settings behind # show the defaults.
        # Check it with: dropmill config check --config FILE
        # Sizes: 512KiB, 100MB, 1GB. Times: 500ms, 10s, 30m, 24h, 30d.

        version: 1

        # State of the agent: a database and its key. Always on a local disk, never on a share.
        state_dir: \(quoted(stateDirectory))

        # Saved job configurations, one <id>.yaml each. Default: `configurations` beside this file, if it exists.
        # configurations: /etc/dropmill/configurations

        # Worker processes that read documents: auto is one per processor core.
        # workers: auto

        # No connection to anywhere. false: what is named below may be asked.
        # offline: true

        # Servers of models, the default one first:
        #   local: {base_url: "http://127.0.0.1:8080/v1", api_key_env: NAME, model: gpt-4o-mini, max_in_flight: 8,
        #           prices: {input: 0.15, output: 0.60, minute: 0.006}}   per million tokens, per minute of sound
        # providers: {}
        # What rows of a manifest may be downloaded: hosts such as example.com and *.example.com.
        # fetch: {allow_hosts: [], allow_private: false, max_bytes: 100MB, proxy: null, s3: {}}
        # What may be spent: {amount: 20, per: month}, per batch, day or month; null is no limit.
        # budget: null
        # What each file costs besides: {processing: 0.03, storage: 0.01}; null is nothing.
        # prices: null

        # Numbers for Prometheus: a file that ends in .prom, and an address such as "127.0.0.1:9464".
        # metrics: {textfile: null, listen: null}

        # true: refuse to start where the kernel cannot lock the workers in (Landlock and seccomp).
        # require_sandbox: false

        # Who the workers are when the agent runs as root: an ordinary user; null is nobody (65534).
        # worker_user: null

        # Nothing new is started while less than this is free on the disk.
        # min_free_bytes: 1GB

        folders:
          - name: \(identifier(name))
            # Holds inbox, outbox and archive; drop into the inbox, read in the outbox.
            root: \(quoted(root))
            # Each of the three can lie somewhere else.
            # inbox: \(quoted(root + "/inbox"))
            # outbox: \(quoted(root + "/outbox"))
            # archive: \(quoted(root + "/archive"))

            # What is done to every document, with a saved configuration if one is named.
            job: {type: parse_v2}
            # job: {type: parse_v2, configuration_id: cfg-parse}
            # One file of all results besides: json, jsonl, csv, xml, html, text, docx, pdf.
            # job: {type: parse_v2, exports: [csv, pdf]}

            # What a job.json in a dropped directory may choose.
            # allow_configurations: []
            # allow_collections: []

            # batches: every directory in the inbox is one batch. inboxes: it is a permanent drop folder.
            # subfolders: batches

            # quiet: a batch starts when nobody writes to it any more. marker: when a file of this name appears.
            # manifest: when every file that its manifest.csv names is there.
            # seal: quiet
            # marker: _READY

            # Files outside a directory: each is a batch (single), or those that arrive together are one (group),
            # or each is a CSV file whose rows name what to download (manifest).
            # loose_files: single
            # true: a .zip outside a directory is a batch of the files in it.
            # unpack: false

            # Quiet time of one file (default: as short as the file system allows) and of a whole directory.
            # settle: null
            # batch_settle: 10s

            # After this a batch that does not become complete is reported as stalled.
            # max_wait: 30m
            # Half-copied files (names such as *.part) are reported after this.
            # partial_max_age: 24h

            # auto: inotify on local disks, polling on shares. network: others write through a share of this disk.
            # backend: auto
            # writers: local

            # Names that are never documents, and names of files that are still being copied; * ? [..] are allowed.
            # ignore: []
            # partial: []

            # true: documents stay where they are; nothing is moved or archived.
            # in_place: false

            # Originals after success: archive, keep (in the outbox) or delete. After failure: archive or keep.
            # on_success: archive
            # on_failure: archive
            # month: the archive has one directory per month.
            # archive_by: none

            # Documents of this folder worked on at the same time.
            # max_concurrency: 4

            # Work only at these hours, local time: {from: "18:00", to: "06:00"}; null is always.
            # schedule: null

            # Larger batches are refused; null is no limit. max_file_bytes takes document, image, video, ...
            # limits: {max_files: null, max_total_bytes: null, max_file_bytes: {}, max_pages: null}

            # Keys in dropped files are ignored unless this is true.
            # accept_dropped_keys: false

            # false: what documents of this folder say is not indexed for `dropmill search`.
            # search: true

            # Echoed in batch.json.
            # project_id: null

            # Group and modes of what is published.
            # permissions: {group: null, file_mode: "0640", dir_mode: "2750"}

            # Who is told when a batch is there, is done, or a document failed: programs, and addresses on the web.
            #   {run: [/usr/local/bin/tell], events: [batch.completed], timeout: 60s, attempts: 3}
            # hooks: []
            #   {url: "https://example.com/hook", secret_env: NAME, events: [batch.completed], allow_private: false}
            # webhooks: []

            # How long finished batches are kept: 90d, or {age: 90d, size: 100GB}; null is for ever.
            # They go to the trash first, and from there after its own time.
            # retention: {outbox: null, archive: null, trash: 30d}

        """
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "/._-".utf8.contains(byte)
            }
        }
        return isPlain && text.hasPrefix("/")
            ? text : String(decoding: JSONWriter.bytes(of: .string(text)), as: UTF8.self)
    }

    /// A legal folder name that resembles the given one.
    private static func identifier(_ name: String) -> String {
        let kept = name.unicodeScalars.map { scalar in
            ChosenIdentifier.isValid("x" + String(scalar)) ? Character(scalar) : "-"
        }
        let trimmed = String(kept.prefix(ChosenIdentifier.bytes).drop { $0 == "-" || $0 == "." })
        if trimmed.isEmpty || trimmed == WatchFolder.oneShotName { return "documents" }
        // In quotes, a name such as 2026 or true stays a text.
        let isPlain = trimmed.first?.isLetter == true && !["true", "false", "null"].contains(trimmed.lowercased())
        return isPlain ? trimmed : "\"\(trimmed)\""
    }
}
