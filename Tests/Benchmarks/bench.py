"""What the benchmarks share: a release agent on a fresh folder, its events, its memory, and percentiles."""
import argparse
import contextlib
import datetime
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def parser(description):
    """Arguments every benchmark takes."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument(
        "--binaries", default=os.path.join(REPOSITORY, ".build", "release"),
        help="directory of dropmill and dropmill-worker (.build/release)")
    result.add_argument("--directory", default=None, help="where the temporary folder is made ($TMPDIR or /tmp)")
    result.add_argument("--workers", type=int, default=None, help="worker processes (one per core)")
    return result


def wait_for(what, condition, seconds=60.0, interval=0.005):
    """Waits until a condition holds and returns its value; ends the program when it never does."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise SystemExit(f"not within {seconds:.0f} s: {what}")
        time.sleep(interval)


def percentile(values, share):
    """The value below which so large a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def seconds_of(timestamp):
    """An RFC 3339 time as seconds since the epoch."""
    return datetime.datetime.fromisoformat(timestamp.replace("Z", "+00:00")).timestamp()


def process_status(pid, field):
    """A number of /proc/<pid>/status, in its unit (kB for memory)."""
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    return 0


class Agent:
    """A running agent over one watch folder below a temporary directory."""

    def __init__(self, options, folder=(), settings=()):
        self.options = options
        self.place = tempfile.mkdtemp(prefix="dropmill-bench-", dir=options.directory)
        self.root = os.path.join(self.place, "root")
        self.inbox = os.path.join(self.root, "inbox")
        self.outbox = os.path.join(self.root, "outbox")
        self.incoming = os.path.join(self.place, "incoming")
        self.configuration = os.path.join(self.place, "dropmill.yaml")
        self.log = os.path.join(self.place, "agent.log")
        for path in (self.inbox, self.outbox, os.path.join(self.root, "archive"), self.incoming):
            os.makedirs(path)
        os.mkdir(os.path.join(self.place, "state"))
        lines = ["version: 1", f"state_dir: {self.place}/state", "min_free_bytes: 100MB"]
        if options.workers:
            lines.append(f"workers: {options.workers}")
        lines += [*settings, "folders:", "  - name: bench", f"    root: {self.root}", "    job: {type: parse_v2}"]
        lines += ["    " + line for line in folder]
        with open(self.configuration, "w") as file:
            file.write("\n".join(lines) + "\n")
        self.process = None

    def start(self):
        """Starts the agent and waits until it has its root."""
        program = os.path.join(self.options.binaries, "dropmill")
        with open(self.log, "a") as log:
            self.process = subprocess.Popen([program, "run", "--config", self.configuration], stdout=log, stderr=log)
        owner = os.path.join(self.root, ".dropmill", "owner.json")

        def is_owner():
            if self.process.poll() is not None:
                raise SystemExit(f"the agent ended with code {self.process.returncode}:\n{open(self.log).read()[-2000:]}")
            with contextlib.suppress(OSError, ValueError), open(owner) as file:
                return json.load(file).get("pid") == self.process.pid

        wait_for("the start of the agent", is_owner)
        # One batch of its own, so that the first walk of the inbox is over when the measuring begins.
        if not os.path.exists(self.path("warm-up")):
            self.drop_texts("warm-up", 1)
            self.final("warm-up")
        return self

    def stop(self, number=signal.SIGTERM):
        """Ends the agent with a signal."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait()

    def path(self, batch, name=""):
        """Path of a file in the outbox directory of a batch."""
        return os.path.join(self.outbox, batch, name)

    def prepare(self, name):
        """An empty directory outside the inbox, to be filled and moved in."""
        path = os.path.join(self.incoming, name)
        os.mkdir(path)
        return path

    def move_in(self, name):
        """Renames a prepared directory into the inbox; the time just before, since the epoch."""
        before = time.time()
        os.rename(os.path.join(self.incoming, name), os.path.join(self.inbox, name))
        return before

    def drop_texts(self, name, count):
        """Drops a directory of one-line text files and returns when it was renamed."""
        directory = self.prepare(name)
        for number in range(count):
            with open(os.path.join(directory, f"note-{number}.txt"), "w") as file:
                file.write(f"One line, number {number}.\n")
        return self.move_in(name)

    def status(self, batch):
        """status.json of a batch, or None."""
        with contextlib.suppress(OSError, ValueError), open(self.path(batch, "status.json")) as file:
            return json.load(file)

    def final(self, batch, seconds=600.0, interval=0.02):
        """Waits for the final status of a batch and returns it."""
        words = {"completed", "partially_failed", "failed", "cancelled"}

        def final_status():
            if self.process.poll() is not None:
                raise SystemExit(f"the agent died:\n{open(self.log).read()[-2000:]}")
            status = self.status(batch)
            return status if status and status["status"] in words else None

        return wait_for(f"the end of {batch}", final_status, seconds, interval)

    def lines(self, batch, name):
        """The objects of a file of JSON lines."""
        with open(self.path(batch, name)) as file:
            return [json.loads(line) for line in file]

    def first_start(self, batch):
        """Time of the first `item.started` of a batch, in seconds since the epoch."""
        for event in self.lines(batch, "events.jsonl"):
            if event["event"] == "item.started":
                return seconds_of(event["at"])
        raise SystemExit(f"{batch} has no item.started")


@contextlib.contextmanager
def running(options, folder=(), settings=()):
    """An agent that is started, and ended and removed afterwards."""
    agent = Agent(options, folder, settings)
    try:
        yield agent.start()
    finally:
        agent.stop(signal.SIGKILL)
        shutil.rmtree(agent.place, ignore_errors=True)


def print_times(name, seconds, bar):
    """One line of percentiles in milliseconds, and the ratio of the 99th to the bar."""
    p50, p90, p99 = (percentile(seconds, share) * 1000 for share in (0.5, 0.9, 0.99))
    print(f"{name}: p50 {p50:.1f} ms, p90 {p90:.1f} ms, p99 {p99:.1f} ms, max {max(seconds) * 1000:.1f} ms")
    print(f"p99 / {bar * 1000:.0f} ms = {p99 / (bar * 1000):.2f}")
