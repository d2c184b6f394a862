#!/usr/bin/env python3
"""Checks a dump of format v2, a file or a folder, as strictly as v2.md beside it says.

Usage: check_v2.py DUMP

Prints the verdict and what is wrong where. Exit codes: 0 complete, 3 incomplete, 4 damaged, 1 refused (another version,
or no dump), 2 wrong usage. Needs Python 3.8 and the command `zstd`, which compares the checksums of frames.
Not checked, for want of XXH3: `hash` and `idHash` of parts. That those of indexes are their sums is.
"""
import datetime, hashlib, json, os, re, stat, struct, subprocess, sys
from collections import Counter, namedtuple
from urllib.parse import quote, unquote_to_bytes

ZSTD, FOOTER, SEEK_TABLE, SEEKABLE = 0xFD2FB528, 0x184D2A5D, 0x184D2A5E, 0x8F92EAB1
SEGMENT = r"[A-Za-z0-9_%-][A-Za-z0-9_.%-]*"
NAME = re.compile(f"{SEGMENT}(/{SEGMENT})*")
INDEX_MEMBER = re.compile(r"indexes/((?:[^/]+/)?[^/]+)/(index\.json|documents[^/]*)")
SECTION_MEMBER = re.compile(r"(sections/[^/]+)/(section\.json|content[^/]*|attachments/([^/]+)/([^/]+))")
BLANKS = re.compile(r"[ \t\n\r]*")
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.IGNORECASE | re.ASCII)

Frame = namedtuple("Frame", "offset packed plain checksum")
Member = namedtuple("Member", "name payload plainBytes packedBytes offset sha256")


class Damaged(Exception):
    """Something is wrong."""


class Incomplete(Exception):
    """The end is missing."""


class Refused(Exception):
    """Sound or not, it is not for this program to judge."""


def require(holds, place, expected):
    if not holds:
        raise Damaged(f"{place}: expected {expected}")


def check_name(name, place):
    sound = NAME.fullmatch(name) and len(name) <= 4092 and not name.endswith(".zst")
    require(sound, place, f"the name of a member, not {name!r:.80}")


def bytes_at(path, offset, count):
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read(count)


# ---- JSON, of which the text is kept


def refuse_constant(text):
    raise ValueError(f"{text} is not JSON")


# An integer may have any number of digits; one beyond 64 bits need only be known for that.
DECODER = json.JSONDecoder(
    parse_int=lambda digits: int(digits) if len(digits) < 21 else 1 << 64, parse_constant=refuse_constant)


def elements(text):
    """The texts of an array's elements, or of an object's names and values in turn."""
    at = BLANKS.match(text, 1).end()
    while text[at] not in "]}":
        end = DECODER.raw_decode(text, at)[1]
        yield text[at:end]
        at = BLANKS.match(text, end).end()
        if text[at] in ",:":
            at = BLANKS.match(text, at + 1).end()


def decode(text, place):
    try:
        text = (text if isinstance(text, str) else text.decode()).strip(" \t\n\r")
        require(isinstance(DECODER.decode(text), dict), place, "a JSON object")
        return text
    except (ValueError, RecursionError) as e:
        raise Damaged(f"{place}: expected JSON: {e}")


class Fields:
    """The fields of a JSON object; `raw` has their texts but for those that are null."""

    def __init__(self, text, place):
        self.place, self.text = place, decode(text, place)
        parts = list(elements(self.text))
        self.names = [DECODER.decode(name) for name in parts[::2]]
        require(len(set(self.names)) == len(self.names), place, "each name once")
        self.raw = {name: raw for name, raw in zip(self.names, parts[1::2]) if raw != "null"}

    def get(self, kind, name, required=False):
        value = DECODER.decode(self.raw[name]) if name in self.raw else None
        sound = type(value) is kind if name in self.raw else not required
        require(sound and (kind is not int or value is None or -1 << 63 <= value < 1 << 63),
                self.place, f"{kind.__name__} as {name}")
        return value

    def check_strings(self, *names):
        for name in names:
            self.get(str, name)

    def check_list_of_strings(self, name):
        require(all(isinstance(value, str) for value in self.get(list, name) or []), self.place, f"strings as {name}")

    def check_times(self, *names):
        for name in names:
            value = self.get(str, name)
            time = value is None or TIME.fullmatch(value)
            require(time, self.place, f"a date and time as {name}")
            try:
                time is True or datetime.datetime.fromisoformat(time.group(1).upper())
            except ValueError as e:
                raise Damaged(f"{self.place}: {name}: {e}")

    def count(self, name):
        value = self.get(int, name, required=True)
        require(value >= 0, self.place, f"no negative {name}")
        return value

    def digits(self, name, length):
        value = self.get(str, name, required=True)
        require(re.fullmatch("[0-9a-f]{%d}" % length, value), self.place, f"{length} hexadecimal digits as {name}")
        return value

    def object(self, name, required=False):
        value = self.get(dict, name, required)
        return None if value is None else Fields(self.raw[name], f"{self.place}: {name}")

    def objects(self, name, required=False):
        texts = elements(self.raw[name]) if self.get(list, name, required) else []
        return [Fields(text, f"{self.place}: {name} {i}") for i, text in enumerate(texts)]

    def index_path(self):
        """The path of the index that namespace and name tell."""
        names = [self.get(str, "namespace"), self.get(str, "name", required=True)]
        return "/".join(escape(name, self.place) for name in names if name is not None)


def escape(text, place):
    try:
        require(text, place, "a name that is not empty")
        return re.sub(r"^\.", "%2E", quote(text, safe="").replace("~", "%7E"))
    except UnicodeError as e:
        raise Damaged(f"{place}: expected a name of well-formed Unicode: {e}")


# ---- Frames


class Input:
    """A file that is read from its start and knows where it ends."""

    def __init__(self, path):
        self.path, self.size, self.at = path, os.path.getsize(path), 0
        self.file = open(path, "rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def skip(self, count):
        self.at += count
        if self.at > self.size:
            raise Incomplete(f"{self.path}: ends at byte {self.size}, within a frame or before one")

    def take(self, count):
        self.skip(count)
        self.file.seek(self.at - count)
        return self.file.read(count)

    def number(self, count):
        return int.from_bytes(self.take(count), "little")


def walk_frame(source):
    """Follows the blocks of a frame whose magic number was read, without unpacking it."""
    start, place = source.at - 4, f"{source.path}: frame at byte {source.at - 4}"
    descriptor = source.number(1)
    require(descriptor & 0x1B == 0 and descriptor & 4, place, "a checksum, no dictionary, no unused or reserved bit")
    single = descriptor & 0x20
    window = None if single else source.number(1)
    size_bytes = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    require(size_bytes, place, "the size of its content")
    plain = source.number(size_bytes) + (256 if size_bytes == 2 else 0)
    window = plain if single else (8 + (window & 7)) << (7 + (window >> 3))
    require(window <= 8 << 20, place, "a window of at most 8 MiB")
    require(0 < plain <= 1 << 30, place, "1 to 1,073,741,824 plain bytes")
    last = False
    while not last:
        block = source.number(3)
        last, kind, size = block & 1, block >> 1 & 3, block >> 3
        require(kind != 3 and size <= 128 << 10, place, "blocks of a known kind and size")
        source.skip(1 if kind == 1 else size)
    checksum = source.take(4)
    most = plain + plain // 256 + 64 + max(0, ((128 << 10) - plain) // 2048)
    require(source.at - start <= most, place, f"at most {most} packed bytes")
    return Frame(start, source.at - start, plain, checksum)


class Unpacking:
    """What the zstd command makes of a file from some frame on; it compares their checksums."""

    def __init__(self, path, offset=0):
        with open(path, "rb", buffering=0) as file:
            file.seek(offset)
            self.zstd = subprocess.Popen(
                ["zstd", "-dcq"], stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def read(self, frame, place):
        content = self.zstd.stdout.read(frame.plain)
        require(len(content) == frame.plain, place, "that zstd unpacks this frame and the one before")
        return content

    def check_end(self, place):
        require(not self.zstd.stdout.read(1) and self.zstd.wait() == 0, place, "that zstd unpacks all of it")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.zstd.kill()
        self.zstd.wait()
        self.zstd.stdout.close()


# ---- The file packing


def read_frames(source):
    """All frames of a file: the zstd ones, and the footer with the seek table behind it, which must fit them."""
    frames = []
    while (magic := source.number(4)) == ZSTD:
        frames.append(walk_frame(source))
    place = f"{source.path}: byte {source.at - 4}"
    require(magic == FOOTER and len(frames) >= 4, place, "a zstd frame, or the footer after all of them")
    footer = struct.unpack("<I8sI16sQI32s", source.take(76))
    require(footer[:2] == (72, b"INDEXPRT"), place, "the footer")
    if footer[2] != 2:
        raise Refused(f"{place}: expected version 2, found {footer[2]}")
    table = b"".join(struct.pack("<II", frame.packed, frame.plain) + frame.checksum for frame in frames)
    table += struct.pack("<IIIIBI", 80, 0, 0x51D8E999, len(frames) + 1, 0x80, SEEKABLE)
    table = struct.pack("<II", SEEK_TABLE, len(table)) + table
    place = f"{source.path}: byte {source.at}"
    require(source.take(len(table)) == table, place, "a seek table with sizes and checksums of all frames")
    require(source.at == source.size, place, "nothing behind the seek table")
    return frames, footer[3:]


def read_manifest(path, frame, footer):
    """The content of the frame that should be the manifest's, to which the footer must lead."""
    packed = bytes_at(path, frame.offset, frame.packed)
    with Unpacking(path, frame.offset) as unpacking:
        text = unpacking.read(frame, path)
    dump_id, offset, length, digest = footer
    require((offset, length) == (frame.offset, frame.packed), path, "a footer that leads to the manifest")
    require(hashlib.sha256(packed).digest() == digest, path, "the SHA-256 of the manifest's frame in the footer")
    require(hashlib.sha256(text).digest()[:16] == dump_id, path, "the id of the manifest in the footer")
    return text


def padding(position):
    return -position % 512


def check_zeros(data, place):
    require(not data.strip(b"\0"), place, "zeros between the members of the tar")


def octal(field, place):
    digits = field.split(b"\0")[0].strip(b" ")
    require(re.fullmatch(b"[0-7]*", digits), place, "a number in octal digits")
    return int(digits or b"0", 8)


def ustar(plain, at, place):
    """Type, name and size of one header."""
    block = plain[at : at + 512]
    require(len(block) == 512 and block[257:265] == b"ustar\x0000", place, "a ustar header")
    total = sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
    require(octal(block[148:156], place) == total, place, "the checksum of a tar header")
    prefix, name = block[345:500].split(b"\0")[0], block[:100].split(b"\0")[0]
    return block[156:157], prefix + b"/" + name if prefix else name, octal(block[124:136], place)


def tar_header(plain, at, place):
    """Name and size of the member whose header starts here, and where the header ends."""
    kind, name, size = ustar(plain, at, place)
    at += 512
    if kind == b"x":
        record, end = plain[at : at + size], at + size + padding(size)
        check_zeros(plain[at + size : end], place)
        kind, _, size = ustar(plain, end, place)
        at, start = end + 512, b"%d path=" % len(record)
        require(record.startswith(start) and record.find(b"\n") == len(record) - 1, place, "a path as only record")
        name = record[len(start) : -1]
    require(kind == b"0", place, "a file in the tar")
    name = name.decode("latin-1")
    check_name(name, place)
    return name, size, at


def members_of_file(path, frames):
    """All members but the manifest, in order, with their contents."""
    position, payload, last = 0, None, len(frames) - 1
    with Unpacking(path) as unpacking:
        for i, frame in enumerate(frames):
            place = f"{path}: frame at byte {frame.offset}"
            plain, at = unpacking.read(frame, place), padding(position)
            position += frame.plain
            if payload:
                name, size = payload
                require(size == frame.plain, place, f"{size} bytes, as the tar header says")
                payload = None
                if i < last - 1:
                    digest = hashlib.sha256(bytes_at(path, frame.offset, frame.packed)).hexdigest()
                    yield Member(name, True, size, frame.packed, frame.offset, digest), plain
                continue
            check_zeros(plain[:at], place)
            if i == last:
                require(len(plain) == at + 1024, place, "the end of the tar")
                check_zeros(plain, place)
                continue
            name, size, at = tar_header(plain, at, place)
            require((name == "manifest.json") == (i == last - 2), place, "the manifest as the last member")
            if size > 0 and at == len(plain):
                payload = name, size
                continue
            require(at + size + padding(size) == len(plain), place, "one small member, or the header of a payload")
            require(name != "manifest.json", place, "the manifest in a frame of its own")
            check_zeros(plain[at + size :], place)
            content = plain[at : at + size]
            yield Member(name, False, size, frame.packed, frame.offset, hashlib.sha256(content).hexdigest()), content
        unpacking.check_end(path)


# ---- The directory packing


def files_of(root):
    """The paths of all files but hidden ones."""
    folders = [root]
    while folders:
        for entry in os.scandir(folders.pop()):
            if not entry.name.startswith("."):
                mode = entry.stat(follow_symlinks=False).st_mode
                require(stat.S_ISDIR(mode) or stat.S_ISREG(mode), entry.path, "files and folders only")
                if stat.S_ISDIR(mode):
                    folders.append(entry.path)
                else:
                    yield entry.path


def members_of_folder(root, listed):
    """The members that the manifest lists, which must be all, with their contents."""
    paths = [os.path.join(root, member.name) + (".zst" if member.payload else "") for member in listed]
    differing = set(paths) ^ (set(files_of(root)) - {os.path.join(root, "manifest.json")})
    require(not differing, min(differing, default=root), "exactly the files that the manifest lists")
    for member, path in zip(listed, paths):
        packed = bytes_at(path, 0, -1)
        content = unpacked_file(path) if member.payload else packed
        digest = hashlib.sha256(packed).hexdigest()
        yield Member(member.name, member.payload, len(content), len(packed), 0, digest), content


def unpacked_file(path):
    """The content of a file that must be one frame."""
    with Input(path) as source:
        require(source.number(4) == ZSTD, path, "a zstd frame")
        frame = walk_frame(source)
        require(frame.packed == source.size, path, "nothing behind its frame")
    with Unpacking(path) as unpacking:
        content = unpacking.read(frame, path)
        unpacking.check_end(path)
    return content


# ---- The dump


def check_version(head):
    """Refuses what is no dump of this version, before anything else."""
    require(head.get(str, "format") == "indexport", head.place, "indexport as format")
    version, kind = head.get(int, "version", required=True), head.get(str, "kind") or "dump"
    if (version, kind) != (2, "dump"):
        raise Refused(f"{head.place}: expected a dump of version 2, found a {kind} of version {version}")


def check_metadata(metadata):
    head = [name for name in metadata.names if name in ("format", "version", "kind")]
    require(metadata.names[: len(head)] == head, metadata.place, "format, version and kind before all else")
    metadata.check_strings("generator", "instanceUid")
    metadata.check_times("createdAt")
    metadata.check_list_of_strings("namespaces")
    engine = metadata.object("engine")
    if engine:
        engine.check_strings("name", "version")


def check_index(info):
    require(info.get(str, "primaryKey") != "", info.place, "a field as primaryKey")
    info.check_times("createdAt", "updatedAt")
    require(info.get(int, "documents") is None or info.count("documents") >= 0, info.place, "a number of documents")
    require(info.get(str, "lines") in (None, "source", "envelope"), info.place, "source or envelope as lines")
    settings = info.object("settings")
    if settings:
        settings.get(str, "dialect", required=True)
        settings.check_strings("version")
        settings.check_list_of_strings("secrets")
        require("json" in settings.names, settings.place, "json")


def source_bytes(envelope, place):
    """The length of the document in an envelope."""
    fields = Fields(envelope, place)
    order = [name for name in ("id", "routing", "version", "source") if name in fields.raw]
    require(fields.names == order, place, "id, routing, version and source only, in this order")
    fields.check_strings("id", "routing")
    fields.get(int, "version")
    fields.get(dict, "source", required=True)
    return len(fields.raw["source"].encode())


class Index:
    """What the manifest says of an index, and what was found of it."""

    def __init__(self, fields):
        self.fields, self.path, self.info = fields, fields.index_path(), fields.object("index", required=True)
        require(self.info.index_path() == self.path, fields.place, "one name")
        check_index(self.info)
        self.described, self.bytes, self.parts = False, 0, {}
        self.envelopes = self.info.get(str, "lines") == "envelope"
        self.hashes = ["hash", "idHash"] if self.envelopes else ["hash"]
        sums, last = Counter(), -1
        for part in fields.objects("parts", required=True):
            ordinal, documents = part.count("ordinal"), part.count("documents")
            require(ordinal > last, part.place, "parts in the order of their ordinals")
            last = ordinal
            name = f"indexes/{self.path}/documents-{ordinal + 1:06d}.jsonl"
            self.parts[name] = listed_member(part, name, True), documents
            sums.update(self.digests(part), documents=documents)
        require(fields.count("documents") == sums["documents"], fields.place, f"{sums['documents']} documents")
        for name, digest in self.digests(fields).items():
            require(digest == sums[name] % (1 << 128), fields.place, f"the sum of the parts' as {name}")

    def digests(self, fields):
        require(self.envelopes or "idHash" not in fields.raw, fields.place, "no idHash")
        return {name: int(fields.digits(name, 32), 16) for name in self.hashes}

    def check_part(self, name, content):
        require(self.described, name, "its index.json before it")
        require(content.endswith(b"\n") and b"\r" not in content, name, "lines that end with a line feed")
        lines = content[:-1].split(b"\n")
        require(len(lines) == self.parts[name][1], name, f"{self.parts[name][1]} documents, not {len(lines)}")
        for number, line in enumerate(lines, 1):
            place = f"{name}: line {number}"
            require(line[:1] == b"{" and line[-1:] == b"}", place, "an object with nothing around it")
            text = decode(line, place)
            self.bytes += source_bytes(text, place) if self.envelopes else len(line)


def listed_member(entry, name, payload):
    check_name(name, entry.place)
    sizes = (entry.count(field) for field in ("plainBytes", "packedBytes", "offset"))
    return Member(name, payload, *sizes, entry.digits("sha256", 64))


def section_head(fields):
    name, index = fields.get(str, "name", required=True), fields.object("index")
    require(name, fields.place, "a name that is not empty")
    return name, index and index.index_path(), bool(fields.get(bool, "sensitive"))


class Sections:
    """The sections as they come, each of them compared with what the manifest says."""

    def __init__(self, listed):
        self.listed, self.folders, self.open, self.count = listed, set(), None, 0

    def add(self, name, content):
        folder, file, attachment, piece = SECTION_MEMBER.fullmatch(name).groups()
        if file == "section.json":
            self.close()
            require(folder not in self.folders, name, "the members of a section together")
            self.folders.add(folder)
            self.open, self.head, self.bytes, self.runs, self.pieces = folder, Fields(content, name), 0, [None], 0
            return
        require(folder == self.open, name, "its section.json before it, and the members of a section together")
        number = re.fullmatch(r"content-([0-9]+)\.[A-Za-z0-9]+" if attachment is None else "([0-9]+)", piece or file)
        if attachment != self.runs[-1]:
            require(attachment not in self.runs, name, "the content, then one attachment after the other")
            unescaped = unquote_to_bytes(attachment).decode(errors="replace")
            require(escape(unescaped, name) == attachment, name, "an escaped name")
            self.runs.append(attachment)
            self.pieces = 0
        self.pieces += 1
        require(number and number.group(1) == f"{self.pieces:06d}", name, f"piece {self.pieces:06d}")
        self.bytes += len(content) if attachment is None else 0

    def close(self):
        """Ends the section that is open, if there is one."""
        if self.open:
            require(self.count < len(self.listed), self.open, "no more sections than the manifest lists")
            said = self.listed[self.count]
            require(section_head(said) == section_head(self.head), said.place, f"what {self.open}/section.json says")
            require(said.count("bytes") == self.bytes, said.place, f"{self.bytes} bytes")
            self.head.check_strings("mediaType")
            self.open, self.count = None, self.count + 1


class Dump:
    """What the manifest says, to be compared with what there is."""

    def __init__(self, text, place):
        require(text.endswith(b"\n"), place, "a line feed at its end")
        manifest = Fields(text, place)
        head = manifest.object("metadata") or manifest
        for kind, name in (str, "format"), (int, "version"):
            require(manifest.get(kind, name) == head.get(kind, name), place, f"the {name} of metadata.json")
        check_version(head)
        manifest.check_strings("generator")
        self.metadata = manifest.object("metadata", required=True)
        check_metadata(self.metadata)
        indexes = [Index(entry) for entry in manifest.objects("indexes", required=True)]
        self.indexes = {index.path: index for index in indexes}
        self.parts = {name: index for index in indexes for name in index.parts}
        self.sections = Sections(manifest.objects("sections", required=True))
        members = [listed_member(entry, entry.get(str, "name", required=True), bool(entry.get(bool, "payload")))
                   for entry in manifest.objects("members", required=True)]
        self.lists = [members] + [[member for member, _ in index.parts.values()] for index in indexes]
        self.listed = [member for some in self.lists for member in some]
        names = {member.name for member in self.listed} - {"manifest.json"}
        require(len(names) == len(self.listed) and len(self.indexes) == len(indexes), place, "each member once")
        require(members and members[0].name == "metadata.json", place, "metadata.json as the first member")

    def put_in_order_of_offsets(self):
        for some in self.lists:
            require(some == sorted(some, key=lambda member: member.offset), "manifest.json", "members in order")
        self.listed.sort(key=lambda member: member.offset)

    def check(self, found):
        """Compares with all members, in order, and their contents."""
        described, count = [], 0
        for count, (member, content) in enumerate(found, 1):
            name, said = member.name, self.listed[count - 1] if count <= len(self.listed) else "no more"
            require(member == said, name, f"what the manifest says: {said}, not {member}")
            is_section, index = SECTION_MEMBER.fullmatch(name), INDEX_MEMBER.fullmatch(name)
            if not (is_section or index or name == "metadata.json"):
                continue  # Unknown members mean nothing, not even that a section ends.
            require(member.payload == (name in self.parts), name, "parts, and nothing else that is known, as payloads")
            if is_section:
                self.sections.add(name, content)
                continue
            self.sections.close()
            if name in self.parts:
                self.parts[name].check_part(name, content)
            elif index:
                require(index.group(2) == "index.json" and index.group(1) in self.indexes,
                        name, "index.json or a part of an index that the manifest lists")
                described.append(self.indexes[index.group(1)])
                described[-1].described = True
                require(Fields(content, name).text == described[-1].info.text, name, "the text in the manifest")
            else:
                require(Fields(content, name).text == self.metadata.text, name, "the text in the manifest")
        self.sections.close()
        require(count == len(self.listed), "manifest.json", f"{count} members, as there are")
        require(self.sections.count == len(self.sections.listed), "manifest.json", f"{self.sections.count} sections")
        self.check_indexes([index.path for index in described])

    def check_indexes(self, described):
        first = [entry.index_path() for entry in self.metadata.objects("indexes")]
        require(len(set(first)) == len(first), "metadata.json", "each index once")
        order = first + [path for path in described if path not in set(first)]
        require(list(self.indexes) == order and len(described) == len(order), "manifest.json",
                "all indexes in their order, each with an index.json")
        for index in self.indexes.values():
            require(index.fields.count("bytes") == index.bytes, index.fields.place, f"{index.bytes} bytes")


def check_file(path):
    try:
        with Input(path) as source:
            frames, footer = read_frames(source)
    except Incomplete as e:
        ends = bytes_at(path, max(0, os.path.getsize(path) - 4), 4) == struct.pack("<I", SEEKABLE)
        raise Damaged(f"{e}, yet with a seek table") if ends else e
    dump = Dump(read_manifest(path, frames[-2], footer), "manifest.json")
    dump.put_in_order_of_offsets()
    dump.check(members_of_file(path, frames))


def check_folder(root):
    path = os.path.join(root, "manifest.json")
    if not os.path.lexists(path):
        raise Incomplete(f"{path}: there is none")
    require(not os.path.islink(path) and os.path.isfile(path), path, "a file")
    manifest = bytes_at(path, 0, -1)
    if not manifest.endswith(b"\n"):
        raise Incomplete(f"{path}: ends without a line feed")
    try:
        dump = Dump(manifest, "manifest.json")
        dump.check(members_of_folder(root, dump.listed))
    except Incomplete as e:  # Every file was there when the manifest was written.
        raise Damaged(e)


def main(arguments):
    if len(arguments) != 1 or not os.path.exists(arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    sys.setrecursionlimit(5000)  # JSON may nest to a depth of 1,000.
    try:
        (check_folder if os.path.isdir(arguments[0]) else check_file)(arguments[0])
    except Damaged as e:
        print(f"damaged: {e}")
        return 4
    except Incomplete as e:
        print(f"incomplete: {e}")
        return 3
    except Refused as e:
        print(f"refused: {e}")
        return 1
    print("complete")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
