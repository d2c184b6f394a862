#!/usr/bin/env python3
"""Checks a dump of format v2, a file or a folder, by what v2.md beside it says.

Usage: check_v2.py DUMP

Prints the verdict and what is wrong where. Exit codes: 0 complete, 3 incomplete, 4 damaged, 1 refused (another version
or kind), 2 wrong usage. Needs Python 3.8 and the command `zstd`, which compares the checksums of frames.
All members are read, one frame at a time, and make an account with which the manifest must agree. Not checked: `hash`
and `idHash` of parts (those of indexes must be their sums), the order and numbers of sections' members, that names of
fields are distinct, and fields that nothing else uses.
"""
import contextlib, hashlib, io, json, os, re, shutil, struct, subprocess, sys, tarfile
from pathlib import Path
from urllib.parse import quote

EXIT_CODES = {"complete": 0, "refused": 1, "incomplete": 3, "damaged": 4}
ZSTD, FOOTER, SEEK_TABLE, SEEKABLE = 0xFD2FB528, 0x184D2A5D, 0x184D2A5E, 0x8F92EAB1
NAME = re.compile(r"[\w%-][\w.%-]*(/[\w%-][\w.%-]*)*(?<!\.zst)", re.ASCII)
INDEX_MEMBER = re.compile(r"indexes/((?:[^/]+/)?[^/]+)/(index\.json|documents[^/]*)")
SECTION_MEMBER = re.compile(r"(sections/[^/]+)/(section\.json|content[^/]*|attachments/[^/]+/[^/]+)")
BEFORE_SOURCE = re.compile(rb'\{(?:[^{"]|"(?:[^"\\]|\\.)*")*')
# Integers can have any number of digits: 21 tell that they exceed 64 bits. Fractions are kept as they are spelled.
JSON = json.JSONDecoder(parse_int=lambda digits: int(digits[:21]), parse_float=str, parse_constant=int)


def stop(verdict, reason):
    print(f"{verdict}: {reason}")
    sys.exit(EXIT_CODES[verdict])


def expect(condition, where, expected, found):
    if not condition:
        stop("damaged", f"{where}: expected {expected}, found {found!r:.100}")


@contextlib.contextmanager
def reading(where):
    """Blames the data for what Python cannot do with them."""
    try:
        yield
    except (OSError, struct.error, tarfile.TarError, LookupError, TypeError, ValueError, AttributeError,
            RecursionError) as e:
        stop("damaged", f"{where}: missing, cut, malformed, without a field, or with one of another type: {e!r:.100}")


def parse(data, where):
    with reading(where):
        return JSON.decode(data.decode())


def take(file, layout):
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


class Frame:
    """A zstd frame in a file that stands behind its magic number. Its blocks are followed, but not unpacked."""

    def __init__(self, file):
        self.file, self.offset, (descriptor,) = file, file.tell() - 4, take(file, "B")
        self.where = f"{file.name}: frame at byte {self.offset}"
        single, size_kind, flags = descriptor & 0x20, descriptor >> 6, descriptor & 0x1F
        expect(flags == 4 and (single or size_kind), self.where, "a checksum, a size, no dictionary", hex(descriptor))
        (window,) = (0,) if single else take(file, "B")
        self.plain = take(file, ("<B", "<H", "<I", "<Q")[size_kind])[0] + (256 if size_kind == 1 else 0)
        window = self.plain if single else (8 + (window & 7)) << (7 + (window >> 3))
        sound = 0 < self.plain <= 1 << 30 and window <= 8 << 20
        expect(sound, self.where, "1 byte to 1 GiB in a window of at most 8 MiB", (self.plain, window))
        last = False
        while not last:
            low, high = take(file, "<BH")
            last, kind, size = low & 1, low >> 1 & 3, high << 5 | low >> 3
            expect(kind != 3 and size <= 128 << 10, self.where, "blocks of a known kind and size", (kind, size))
            file.seek(1 if kind == 1 else size, os.SEEK_CUR)
        (self.checksum,), self.packed = take(file, "4s"), file.tell() - self.offset
        most = self.plain + self.plain // 256 + 64 + max(0, 131072 - self.plain) // 2048
        expect(self.packed <= most, self.where, f"at most {most} packed bytes", self.packed)

    def unpack(self):
        """The packed and the plain bytes; zstd compares the checksum."""
        self.file.seek(self.offset)
        packed = self.file.read(self.packed)
        zstd = subprocess.run(["zstd", "-dcq"], input=packed, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect((zstd.returncode, len(zstd.stdout)) == (0, self.plain), self.where, "sound content", zstd.stderr)
        return packed, zstd.stdout


def read_frames(file):
    """All zstd frames, and where the footer behind them leads to; the seek table must fit them."""
    frames = []
    while (magic := take(file, "<I")[0]) == ZSTD:
        frames.append(Frame(file))
    where = f"{file.name}: byte {file.tell() - 4}"
    expect(magic == FOOTER and frames, where, "a zstd frame, or the footer after all of them", hex(magic))
    length, name, version, *target = take(file, "<I8sI16sQI32s")
    expect((length, name) == (72, b"INDEXPRT"), where, "the footer", (length, name))
    if version != 2:
        stop("refused", f"{where}: expected version 2, found {version}")
    table = b"".join(struct.pack("<II4s", frame.packed, frame.plain, frame.checksum) for frame in frames)
    table += struct.pack("<IIIIBI", 80, 0, 0x51D8E999, len(frames) + 1, 0x80, SEEKABLE)
    table = struct.pack("<II", SEEK_TABLE, len(table)) + table
    where, (found,) = f"{file.name}: byte {file.tell()}", take(file, f"{len(table)}s")
    expect(found == table, where, "a seek table with sizes and checksums of all frames", "another")
    expect(not file.read(1), where, "nothing behind the seek table", "more")
    return frames, target


def members_of_file(file, frames):
    """Name, whether it is a payload, content, what the SHA-256 is of, packed size and offset of all members."""
    rest, position = iter(frames[:-1]), 0
    for frame in rest:
        plain, padding, where = frame.unpack()[1], -position % 512, frame.where
        position += frame.plain
        with reading(where):
            tar = tarfile.open(fileobj=io.BytesIO(plain[padding:]), mode="r:").next()
            at, size = padding + tar.offset_data, tar.size
        expect(plain.startswith(bytes(padding)), where, f"{padding} zeros behind a payload", plain[:padding])
        sound = tar.type == b"0" and plain[at - 255 : at - 247] == b"ustar\x0000" and set(tar.pax_headers) <= {"path"}
        expect(sound, where, "a ustar header of a file", tar)
        hashed = content = plain[at : at + size]
        if payload := size > 0 and at == len(plain):
            frame = next(rest, None)
            expect(frame and frame.plain == size, where, f"a payload of {size} bytes behind it", frame and frame.plain)
            hashed, content = frame.unpack()
            position += size
        else:
            sound = len(content) == size and plain[at + size :] == bytes(-size % 512)
            expect(sound, where, f"a member of {size} bytes, and zeros", plain[at:])
        yield tar.name, payload, content, hashed, frame.packed, frame.offset
    end = frames[-1].unpack()[1]
    expect(end == bytes(-position % 512 + 1024), frames[-1].where, "the end of the tar", end)


def check_file(path):
    with open(path, "rb") as file:
        try:
            frames, target = read_frames(file)
        except struct.error:  # It ends too early; one that was cut has no seek table at its end.
            file.seek(max(0, file.seek(0, os.SEEK_END) - 4))
            verdict = "damaged" if file.read() == struct.pack("<I", SEEKABLE) else "incomplete"
            stop(verdict, f"{path}: byte {file.tell()}: expected more of a frame or of what follows, found the end")
        account, (name, payload, text, packed, *size_and_offset) = account_of(members_of_file(file, frames))
    expect(name == "manifest.json" and payload, path, "the manifest as last member and a payload", name)
    found = [hashlib.sha256(text).digest()[:16], *size_and_offset[::-1], hashlib.sha256(packed).digest()]
    expect(target == found, path, f"a footer with {found}", target)
    check_manifest(text, account)


def members_of_folder(root, files, text):
    """The members in the manifest's order, and parts after them."""
    manifest = root / "manifest.json"
    with reading(manifest):
        entries = parse(text, manifest)["members"]
        listed = [root / (entry["name"] + (".zst" if entry.get("payload") else "")) for entry in entries]
    for path in listed + sorted(files - {manifest, *listed}, key=lambda path: (len(path.name), path)):
        payload = path.suffix == ".zst"
        with reading(path), open(path, "rb") as file:
            expect(not payload or take(file, "<I") == (ZSTD,), path, "a zstd frame", "something else")
            packed, content = Frame(file).unpack() if payload else (file.read(),) * 2
            expect(not file.read(1), path, "nothing behind its frame", "more")
            name = path.relative_to(root).as_posix()[: -len(".zst") if payload else None]
        yield name, payload, content, packed, len(packed), 0


def check_folder(root):
    found = [path for path in root.rglob("*") if "/." not in f"/{path.relative_to(root).as_posix()}"]
    for path in found:
        expect(not path.is_symlink() and (path.is_file() or path.is_dir()), path, "a file or folder", "something else")
    files, path = set(filter(Path.is_file, found)), root / "manifest.json"
    text = path.read_bytes() if path in files else b""
    if not text.endswith(b"\n"):
        stop("incomplete", f"{path}: expected a file that ends with a line feed, found {text[-20:]}")
    check_manifest(text, account_of(members_of_folder(root, files, text))[0])


def index_path(fields):
    """The path of the index that namespace and name tell."""
    names = [fields[key] for key in ("namespace", "name") if fields.get(key) is not None]
    return "/".join(re.sub(r"^\.", "%2E", quote(name, safe="").replace("~", "%7E")) for name in names)


def count_lines(content, enveloped, name):
    """The number of lines, each a document or an envelope around it, and the length of all documents."""
    expect(content.endswith(b"\n") and b"\r" not in content, name, "lines that end with a line feed", content[-2:])
    lines, total = content[:-1].split(b"\n"), 0
    for i, line in enumerate(lines, 1):
        where, document = f"{name}: line {i}", parse(line, f"{name}: line {i}")
        expect(line[:1] + line[-1:] == b"{}", where, "an object with nothing around it", line)
        if enveloped:
            order = [key for key in ("id", "routing", "version", "source") if document.get(key) is not None]
            sound = list(document) == order and order[-1:] == ["source"]
            sound = sound and all(isinstance(document.get(key, ""), str) for key in ("id", "routing"))
            expect(sound, where, "the fields of an envelope", document)
            line = line[BEFORE_SOURCE.match(line).end() : line.rindex(b"}", 0, -1) + 1]
        total += len(line)
    return len(lines), total


def add_index_member(indexes, path, name, content, place):
    """Adds an index, or a part to one, to the account."""
    if name.endswith("/index.json"):
        info = parse(content, name)
        expect(index_path(info) == path, name, "the name in its path", info)
        expect(info.get("lines") in (None, "source", "envelope"), name, "source or envelope as lines", info)
        indexes[path] = {"namespace": info.get("namespace"), "name": info["name"], "documents": 0, "bytes": 0,
                         "index": info, "parts": []}
        return
    index, ordinal = indexes[path], int(re.search(r"-(\d+)\.jsonl$", name)[1]) - 1
    ordered = all(part["ordinal"] < ordinal for part in index["parts"][-1:])
    expect(ordered and name.endswith(f"/documents-{ordinal + 1:06d}.jsonl"), name, "parts with numbers in order", name)
    documents, total = count_lines(content, index["index"].get("lines") == "envelope", name)
    index["documents"] += documents
    index["bytes"] += total
    index["parts"].append({"ordinal": ordinal, "documents": documents, **place})


def account_of(members):
    """What the manifest should say of the members, and the last of them."""
    account = {"format": "indexport", "version": 2, "members": [], "texts": {}}
    indexes, sections, names = {}, {}, set()
    for member in members:
        name, payload, content, hashed, packed_bytes, offset = member
        sha256 = hashlib.sha256(hashed).hexdigest()
        place = {"plainBytes": len(content), "packedBytes": packed_bytes, "offset": offset, "sha256": sha256}
        expect(NAME.fullmatch(name) and len(name) <= 4092 and name not in names, name, "the name of a new member", name)
        sound = bool(names) != (name == "metadata.json") and "manifest.json" not in names
        expect(sound, name, "metadata.json first, manifest.json last", "another order")
        names.add(name)
        index, section = INDEX_MEMBER.fullmatch(name), SECTION_MEMBER.fullmatch(name)
        is_part = bool(index and index[2] != "index.json")
        if index or section or name == "metadata.json":
            expect(payload == is_part, name, "parts, and nothing else that is known, as payloads", payload)
        if name == "metadata.json" or name.endswith("/index.json"):
            account["texts"][name] = content
        if not is_part and name != "manifest.json":
            account["members"].append({"name": name, "payload": payload, **place})
        with reading(name):
            if index:
                add_index_member(indexes, index[1], name, content, place)
            elif section and section[2] == "section.json":
                fields = parse(content, name)
                sections[section[1]] = {"name": fields["name"], "index": fields.get("index"),
                                        "sensitive": bool(fields.get("sensitive")), "bytes": 0}
            elif section:
                sections[section[1]]["bytes"] += len(content) if section[2].startswith("content") else 0
            elif name == "metadata.json":
                account["metadata"] = metadata = parse(content, name)
                expect(metadata.get("format") == "indexport", name, "indexport as format", metadata)
                found = metadata.get("version"), metadata.get("kind") or "dump"
                if found != (2, "dump"):
                    stop("refused", f"{name}: expected a dump of version 2, found {found}")
    with reading("metadata.json"):
        listed = [index_path(index) for index in account["metadata"].get("indexes") or []]
        account["indexes"] = [indexes[path] for path in dict.fromkeys([*listed, *indexes])]
    account["sections"] = list(sections.values())
    return account, member


def compare(said, found, where):
    """Compares what the manifest says with what there is; further fields mean nothing."""
    if isinstance(said, dict) and isinstance(found, dict):
        for name, value in found.items():
            compare(said.get(name), value, f"{where}: {name}")
    elif isinstance(said, list) and isinstance(found, list):
        expect(len(said) == len(found), where, f"{len(found)} entries", len(said))
        for i, pair in enumerate(zip(said, found)):
            compare(*pair, f"{where} {i}")
    else:
        same = type(said) is type(found) and said == found or said is None and found is False
        expect(same, where, repr(found), said)


def expect_text(manifest, field, text, where):
    """A field of the manifest has the text of a member."""
    spelled = rb'"%s"\s*:\s*%s\s*[,}]' % (field, re.escape(text.strip()))
    expect(re.search(spelled, manifest), where, "the same text as in its member", "another")


def check_manifest(text, account, where="manifest.json"):
    expect(text.endswith(b"\n"), where, "a line feed at its end", text[-1:])
    manifest, texts = parse(text, where), account.pop("texts")
    compare(manifest, account, where)
    expect_text(text, b"metadata", texts["metadata.json"], f"{where}: metadata")
    for i, (said, found) in enumerate(zip(manifest["indexes"], account["indexes"])):
        member = f"indexes/{index_path(found)}/index.json"
        expect_text(text, b"index", texts[member], f"{where}: indexes {i}: index")
        for name in ("hash", "idHash") if found["index"].get("lines") == "envelope" else ("hash",):
            with reading(f"{where}: indexes {i}: {name}"):
                total = sum(int(part[name], 16) for part in said["parts"]) % (1 << 128)
            compare(said.get(name), f"{total:032x}", f"{where}: indexes {i}: {name}")


def main(arguments):
    path = Path(*arguments)
    if len(arguments) != 1 or not path.exists() or not shutil.which("zstd"):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.setrecursionlimit(5000)  # JSON may nest to a depth of 1,000.
    (check_folder if path.is_dir() else check_file)(path)
    stop("complete", path)


if __name__ == "__main__":
    main(sys.argv[1:])
