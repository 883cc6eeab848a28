"""trials.py SEED COUNT INBOX OUTBOX SPARE: COUNT randomised writers, loose and in directories, and what came of them.

Every writer notes each state its file had with no writer left and how long that state lasted. A file may be read in a
state that lasted as long as the agent promises to wait, and in no other; and its last state must be read. Prints one
line per file for which that does not hold.
"""

import concurrent.futures
import hashlib
import json
import mmap
import os
import random
import sys
import threading
import time

seed, count = sys.argv[1], int(sys.argv[2])
inbox, outbox, spare = sys.argv[3:6]
# What the agent promises: half a second for a loose file, the configured quiet time for a directory; a little less,
# because its clock and ours do not start together.
QUIET = {"loose": 0.45, "directory": 1.4}
PAUSE = 0.3
LONGEST = 3.0


class Taken(Exception):
    """The agent took the file between two openings."""


class Tree:
    """When something in a directory was last open."""

    def __init__(self):
        self.lock = threading.Lock()
        self.open = 0
        self.since = time.monotonic()
        self.longest = 0.0

    def opened(self):
        with self.lock:
            if self.open == 0:
                self.longest = max(self.longest, time.monotonic() - self.since)
            self.open += 1

    def closing(self):
        with self.lock:
            self.open -= 1
            self.since = time.monotonic()


class Trial:
    """One file, its writer, and the states it was left in."""

    def __init__(self, number, name, kind, folder, tree):
        self.random = random.Random(f"{seed} {number}")
        self.name, self.kind, self.tree = name, kind, tree
        self.path = os.path.join(folder, name)
        self.spare = os.path.join(spare, f"{number}-{name}")
        body = "".join(f"{number} {line} {self.random.random()}\n" for line in range(self.random.randrange(1, 60)))
        self.content = f"{body}end of {number}\n".encode()
        self.states = []
        self.left = None
        self.error = None

    def open(self, path, flags):
        try:
            descriptor = os.open(path, flags, 0o666)
        except FileNotFoundError:
            self.noteReopened()
            raise Taken
        self.noteReopened()
        self.tree.opened()
        return descriptor

    def noteReopened(self):
        if self.left is not None:
            self.states[-1][1] = time.monotonic() - self.left
            self.left = None

    def close(self, descriptor, content):
        self.leave(content)
        os.close(descriptor)

    def leave(self, content):
        self.states.append([hashlib.sha256(content).hexdigest(), None])
        self.left = time.monotonic()
        self.tree.closing()

    def part(self):
        return self.content[: self.random.randrange(1, len(self.content) - 1)]

    def sleep(self, longest=LONGEST):
        time.sleep(self.random.random() ** 2 * longest)

    def pause(self):
        time.sleep(self.random.uniform(0, PAUSE))

    def write(self, path, flags=os.O_CREAT):
        """Writes all of it, slowly."""
        descriptor = self.open(path, os.O_WRONLY | flags)
        first = self.part()
        os.write(descriptor, first)
        self.sleep()
        os.write(descriptor, self.content[len(first) :])
        return descriptor

    def held(self):
        self.close(self.write(self.path), self.content)

    def dribbled(self):
        descriptor = self.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        step = max(1, len(self.content) // 8)
        for start in range(0, len(self.content), step):
            os.write(descriptor, self.content[start : start + step])
            self.sleep(LONGEST / 8)
        self.close(descriptor, self.content)

    def reopened(self, wait=None):
        written = b""
        for piece in range(self.random.randrange(2, 4)):
            flags = os.O_WRONLY | os.O_APPEND | (os.O_CREAT if piece == 0 else 0)
            if piece:
                (wait or self.pause)()
            descriptor = self.open(self.path, flags)
            self.sleep(1)
            text = f"piece {piece} of {self.name}\n".encode()
            os.write(descriptor, text)
            written += text
            self.close(descriptor, written)

    def reopened_late(self):
        # Around the moment at which the agent may take it.
        self.reopened(lambda: time.sleep(self.random.uniform(0.3, 0.8)))

    def overwritten(self):
        draft = b"draft " + self.content
        descriptor = self.open(self.path, os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, draft)
        self.close(descriptor, draft)
        self.pause()
        self.close(self.write(self.path, os.O_TRUNC), self.content)

    def renamed(self):
        descriptor = self.write(f"{self.path}.part")
        self.close(descriptor, self.content)
        os.rename(f"{self.path}.part", self.path)

    def renamed_from_rsync_name(self):
        folder, name = os.path.split(self.path)
        temporary = os.path.join(folder, f".{name}.aB3xYz")
        self.close(self.write(temporary), self.content)
        os.rename(temporary, self.path)

    def renamed_while_open(self):
        self.moved_while_open(f"{self.path}.tmp")

    def moved_while_open(self, source=None):
        source = source or self.spare
        descriptor = self.open(source, os.O_WRONLY | os.O_CREAT)
        first = self.part()
        os.write(descriptor, first)
        os.rename(source, self.path)
        self.sleep()
        os.write(descriptor, self.content[len(first) :])
        self.close(descriptor, self.content)

    def linked_while_open(self):
        descriptor = self.open(self.spare, os.O_WRONLY | os.O_CREAT)
        first = self.part()
        os.write(descriptor, first)
        os.link(self.spare, self.path)
        self.sleep()
        os.write(descriptor, self.content[len(first) :])
        self.close(descriptor, self.content)
        os.unlink(self.spare)

    def linked(self):
        with open(self.spare, "wb") as file:
            file.write(self.content)
        os.link(self.spare, self.path)
        self.states.append([hashlib.sha256(self.content).hexdigest(), None])

    def preallocated(self):
        descriptor = self.open(self.path, os.O_WRONLY | os.O_CREAT)
        (os.ftruncate if self.random.random() < 0.5 else allocate)(descriptor, len(self.content))
        middle = len(self.part())
        os.pwrite(descriptor, self.content[middle:], middle)
        self.sleep()
        os.pwrite(descriptor, self.content[:middle], 0)
        self.close(descriptor, self.content)

    def mapped(self):
        descriptor = self.open(self.path, os.O_RDWR | os.O_CREAT)
        os.ftruncate(descriptor, len(self.content))
        memory = mmap.mmap(descriptor, len(self.content))
        # The mapping alone keeps the file open.
        os.close(descriptor)
        self.sleep()
        memory[:] = self.content
        self.leave(self.content)
        memory.close()

    def truncated(self):
        descriptor = self.open(self.path, os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, b"a longer draft " + self.content)
        self.sleep()
        os.ftruncate(descriptor, 0)
        self.sleep(1)
        os.pwrite(descriptor, self.content, 0)
        self.close(descriptor, self.content)

    WAYS = [
        held, held, dribbled, reopened, reopened_late, overwritten, renamed, renamed_from_rsync_name,
        renamed_while_open, moved_while_open, linked_while_open, linked, preallocated, mapped, truncated,
    ]

    def run(self):
        self.way = self.random.choice(self.WAYS)
        try:
            self.way(self)
        except Taken:
            pass
        except OSError as error:
            self.error = error

    def problem(self, digests):
        """What is wrong with the digests of the items that came of the file; nil when nothing is."""
        if self.error:
            return f"met an error: {self.error}"
        for digest in digests:
            fitting = [lasted for known, lasted in self.states if known == digest]
            if not fitting:
                return "was read in a state it never had without a writer"
            if all(lasted is not None and lasted < QUIET[self.kind] for lasted in fitting):
                return f"was read {fitting} s after a close, before it was opened again"
        if self.states and self.states[-1][0] not in digests:
            return "was never read in its last state"
        if len(digests) > 1 and len(digests) != len(set(digests)):
            return "was read twice"
        return None


def allocate(descriptor, size):
    os.posix_fallocate(descriptor, 0, size)


class Batch:
    """What one dropped entry consists of."""

    def __init__(self, number, size):
        self.random = random.Random(f"{seed} batch {number}")
        self.kind = "directory" if size else "loose"
        self.name = f"tree-{number}" if size else f"loose-{number}.txt"
        self.tree = Tree()
        folder = os.path.join(inbox, self.name) if size else inbox
        names = [f"{index}.txt" for index in range(size)] if size else [self.name]
        self.trials = [
            Trial(f"{number}-{index}", name, self.kind, folder, self.tree) for index, name in enumerate(names)
        ]

    def run(self):
        if self.kind == "loose":
            self.trials[0].run()
            return self
        os.mkdir(os.path.join(inbox, self.name))
        self.tree.since = time.monotonic()
        threads = []
        for trial in self.trials:
            threads.append(threading.Thread(target=trial.run))
            threads[-1].start()
            if self.random.random() < 0.5:
                threads[-1].join()
                trial.pause()
        for thread in threads:
            thread.join()
        return self

    def outboxes(self):
        yield os.path.join(outbox, self.name)
        stem, suffix = os.path.splitext(self.name)
        for number in range(2, 6):
            yield os.path.join(outbox, f"{stem} ({number}){suffix}")

    def is_final(self):
        found = [path for path in self.outboxes() if os.path.isdir(path)]
        return bool(found) and all(word(path) in FINAL for path in found)

    def problems(self):
        digests, failed, batches = {}, [], 0
        for path in self.outboxes():
            if not os.path.isdir(path):
                continue
            batches += 1
            with open(os.path.join(path, "results.jsonl")) as lines:
                for line in lines:
                    result = json.loads(line)
                    digests.setdefault(result["path"], []).append(result["sha256"])
                    # A skipped one has the content of another, which is compared just as well.
                    if result["state"] not in ("succeeded", "skipped"):
                        failed.append(f"{result['path']}: {result['error']['code']}")
        written = {trial.name: trial for trial in self.trials}
        for name in digests.keys() - written.keys():
            yield f"{self.name}: {name} is no file of it"
        for name, trial in written.items():
            problem = trial.problem(digests.get(name, []))
            if problem:
                yield f"{self.name}: {name} ({trial.way.__name__}) {problem}"
        for text in failed:
            yield f"{self.name}: {text}"
        if batches > 1 and self.kind == "directory" and self.tree.longest < QUIET["directory"]:
            yield f"{self.name}: {batches} batches, though nothing was closed for more than {self.tree.longest:.2f} s"


FINAL = {"completed", "partially_failed", "failed", "cancelled"}


def word(path):
    try:
        with open(os.path.join(path, "status.json")) as file:
            return json.load(file)["status"]
    except FileNotFoundError:
        return ""


def plan():
    """Most batches are single files, yet most writers share a directory with others."""
    source, left, number = random.Random(seed), count, 0
    while left > 0:
        size = 0 if source.random() < 0.6 else min(left, source.randrange(6, 37))
        yield Batch(number, size)
        left -= max(1, size)
        number += 1


batches = list(plan())
with concurrent.futures.ThreadPoolExecutor(100) as pool:
    list(pool.map(Batch.run, batches))
waiting, end = batches, time.monotonic() + 1500
while waiting and time.monotonic() < end:
    time.sleep(1)
    waiting = [batch for batch in waiting if not batch.is_final()]
for batch in batches:
    for problem in [f"{batch.name}: not finished"] if batch in waiting else batch.problems():
        print(problem)
