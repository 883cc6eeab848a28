"""writer.py WAY WANT TO [SECONDS]: copies the tree WANT into the directory TO in the way of one kind of program.

The moment before the last close goes to the file named by CLOSED, in seconds since 1970.
"""

import mmap
import os
import random
import sys
import threading
import time

way, want, to = sys.argv[1], os.fsencode(sys.argv[2]), os.fsencode(sys.argv[3])
seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 1.0
closed = 0.0


def close(descriptor):
    global closed
    closed = time.time()
    os.close(descriptor)


def create(path, flags=0):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o666)


def put(path, content, flags=os.O_TRUNC):
    descriptor = create(path, flags)
    os.write(descriptor, content)
    close(descriptor)


def halves(content):
    return content[: len(content) // 2], content[len(content) // 2 :]


def mapped(path, content):
    descriptor = create(path)
    os.ftruncate(descriptor, len(content))
    with mmap.mmap(descriptor, len(content)) as memory:
        # Only the mapping keeps the file open from here on.
        os.close(descriptor)
        middle = len(content) // 2
        memory[middle:] = content[middle:]
        time.sleep(seconds)
        memory[:middle] = content[:middle]
        global closed
        closed = time.time()


def allocated(path, content):
    descriptor = create(path)
    os.posix_fallocate(descriptor, 0, len(content))
    filled(descriptor, content)


def truncated(path, content):
    descriptor = create(path)
    os.ftruncate(descriptor, len(content))
    filled(descriptor, content)


def filled(descriptor, content):
    first, second = halves(content)
    os.pwrite(descriptor, second, len(first))
    time.sleep(seconds)
    os.pwrite(descriptor, first, 0)
    close(descriptor)


def held(path, content):
    first, second = halves(content)
    descriptor = create(path)
    os.write(descriptor, first)
    time.sleep(seconds)
    os.write(descriptor, second)
    close(descriptor)


def appended(path, content):
    pages = 4
    size = -(-len(content) // pages)
    for page in range(pages):
        put(path, content[page * size : (page + 1) * size], os.O_APPEND)
        if page < pages - 1:
            time.sleep(seconds)


def rewritten(path, content):
    put(path, b"draft " + content)
    put(path, content)


def recreated(path, content):
    put(path, b"draft " + content)
    time.sleep(seconds)
    os.unlink(path)
    put(path, content)


def touched(path, content):
    put(path, content)
    time.sleep(seconds)
    os.utime(path, (1e9, 1e9))
    os.chmod(path, 0o640)


def vim(path, content):
    put(path, b"draft " + content)
    folder, name = os.path.split(path)
    probe = os.path.join(folder, b"4913")
    put(probe, b"")
    os.unlink(probe)
    swap = os.path.join(folder, b"." + name + b".swp")
    put(swap, b"b0VIM")
    time.sleep(seconds)
    os.rename(path, path + b"~")
    put(path, content)
    os.unlink(path + b"~")
    os.unlink(swap)


def libreoffice(path, content):
    put(path, b"draft " + content)
    folder, name = os.path.split(path)
    lock = os.path.join(folder, b".~lock." + name + b"#")
    put(lock, b",somebody,")
    temporary = os.path.join(folder, b"lu%d.tmp" % random.randrange(10**9))
    held(temporary, content)
    os.rename(temporary, path)
    os.unlink(lock)


def office(path, content):
    put(path, b"draft " + content)
    folder, name = os.path.split(path)
    owner = os.path.join(folder, b"~$" + name[2:])
    put(owner, b"somebody")
    temporary, backup = (os.path.join(folder, b"%08X.tmp" % random.randrange(2**32)) for _ in range(2))
    held(temporary, content)
    os.rename(path, backup)
    os.rename(temporary, path)
    os.unlink(backup)
    os.unlink(owner)


def gedit(path, content):
    put(path, b"draft " + content)
    temporary = os.path.join(os.path.dirname(path), b".goutputstream-%06X" % random.randrange(2**24))
    held(temporary, content)
    os.rename(temporary, path)


def sed(path, content):
    put(path, b"draft " + content)
    temporary = os.path.join(os.path.dirname(path), b"sed%06d" % random.randrange(10**6))
    held(temporary, content)
    os.rename(temporary, path)


def download(temporary):
    def write(path, content):
        held(temporary(path), content)
        os.rename(temporary(path), path)

    return write


def firefox(path, content):
    # A name is taken by an empty file while the content comes under another one.
    put(path, b"")
    download(lambda path: path + b".part")(path, content)


def safari(path, content):
    bundle = path + b".download"
    held(os.path.join(bundle, os.path.basename(path)), content)
    os.rename(os.path.join(bundle, os.path.basename(path)), path)
    os.rmdir(bundle)


ways = {
    "mapped": mapped, "allocated": allocated, "truncated": truncated, "held": held, "appended": appended,
    "rewritten": rewritten, "recreated": recreated, "touched": touched, "vim": vim, "libreoffice": libreoffice,
    "office": office, "gedit": gedit, "sed": sed, "firefox": firefox, "safari": safari, "put": put,
    "chrome": download(lambda path: os.path.join(os.path.dirname(path), b"Unconfirmed %d.crdownload" % hash(path))),
    "opera": download(lambda path: path + b".opdownload"),
    "partial": download(lambda path: path + b".filepart"),
}


def files():
    if os.path.isfile(want):
        yield want, to
    for folder, _, names in os.walk(want):
        for name in names:
            path = os.path.join(folder, name)
            yield path, os.path.join(to, os.path.relpath(path, want))


def content(path):
    with open(path, "rb") as file:
        return file.read()


if way == "gaps":
    # Files that are closed, with times in between in which nothing is open.
    for number, (source, target) in enumerate(sorted(files())):
        if number:
            time.sleep(random.uniform(1, seconds))
        put(target, content(source))
else:
    writers = [threading.Thread(target=ways[way], args=(target, content(source))) for source, target in files()]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
with open(os.environ["CLOSED"], "w") as file:
    file.write(f"{closed:.6f}")
