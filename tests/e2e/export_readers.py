"""Readers of what Isotherm exports, made here from the published formats with Python's own library: event files of TensorBoard, arrays of
NumPy, safetensors, pages."""
import csv
import html.parser
import json
import math
import os
import re
import struct

from cli_support import check, read_bytes

EVENTS = "events.out.tfevents.isotherm"
PROJECTOR = ["metadata.tsv", "projector_config.json", "projector_config.pbtxt", "vectors.tsv"]


def read_rows(*parts, delimiter=","):
    with open(os.path.join(*parts), newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL))


def as_float(number):
    """As float32 has it."""
    return struct.unpack("<f", struct.pack("<f", number))[0]


# ---- event files, by the published format ----

def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xa282ead8) & 0xffffffff


def records(data):
    at = 0
    while at < len(data):
        length, length_sum = struct.unpack("<QI", data[at:at + 12])
        check(length_sum == masked(data[at:at + 8]), "the length's checksum")
        message = data[at + 12:at + 12 + length]
        message_sum, = struct.unpack("<I", data[at + 12 + length:at + 16 + length])
        check(len(message) == length and message_sum == masked(message), "the record's checksum")
        yield message
        at += 16 + length
    check(at == len(data))


def fields(message):
    """Number and value of each field of a message of Protocol Buffers."""
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value
    at = 0
    while at < len(message):
        key = varint()
        if key & 7 == 0:
            value = varint()
        elif key & 7 == 1:
            value, = struct.unpack("<d", message[at:at + 8])
            at += 8
        elif key & 7 == 5:
            value, = struct.unpack("<f", message[at:at + 4])
            at += 4
        else:
            check(key & 7 == 2, "the layout of a field")
            length = varint()
            value = message[at:at + length]
            check(len(value) == length)
            at += length
        yield key >> 3, value


def read_events(path):
    """{tag: [(step, wall time, value)]} of scalars, and of texts."""
    scalars, texts, last = {}, {}, -math.inf
    for number, record in enumerate(records(read_bytes(path))):
        event = dict(fields(record))
        check(event[1] >= last, "time goes back")
        last = event[1]
        if number == 0:
            check(event[3] == b"brain.Event:2", event)
            continue
        for field, value in fields(event[5]):
            check(field == 1)
            parts = dict(fields(value))
            tag = parts[1].decode()
            if 2 in parts:
                scalars.setdefault(tag, []).append((event[2], event[1], parts[2]))
                continue
            check(dict(fields(dict(fields(parts[9]))[1]))[1] == b"text", parts)
            tensor = dict(fields(parts[8]))
            check(tensor[1] == 7)
            texts.setdefault(tag, []).append((event[2], event[1], tensor[8].decode()))
    return scalars, texts


# ---- arrays ----

def parse_npy(data):
    """Type, shape and the bytes of the values."""
    check(data[:8] == b"\x93NUMPY\x01\x00")
    size, = struct.unpack("<H", data[8:10])
    check((10 + size) % 64 == 0 and data[9 + size:10 + size] == b"\n")
    kind, shape = re.fullmatch(r"\{'descr': '([^']+)', 'fortran_order': False, 'shape': \(([^)]*)\), \} *\n", data[10:10 + size].decode()).groups()
    return kind, tuple(int(word) for word in shape.split(",") if word.strip()), data[10 + size:]


def read_safetensors(path):
    data = read_bytes(path)
    length, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__")
    ends = sorted(entry["data_offsets"] for entry in header.values())
    check(ends[0][0] == 0 and ends[-1][1] == len(data) - 8 - length and all(a[1] == b[0] for a, b in zip(ends, ends[1:])))
    return metadata, {name: (entry["dtype"], entry["shape"], data[8 + length + entry["data_offsets"][0]:8 + length + entry["data_offsets"][1]])
                      for name, entry in header.items()}


# ---- pages ----

VOID = {"meta", "img", "source", "br", "link", "input", "hr"}


class Page(html.parser.HTMLParser):
    """What a page is made of; fails where an element is not closed in its place."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text, self.addresses = [], [], [], []
        self.feed(text)
        self.close()
        check(self.open == [], self.open)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.addresses += [value for name, value in attributes if name in ("src", "srcset", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        check(self.open and self.open[-1] == tag, f"</{tag}> in {self.open}")
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def read_page(*parts):
    return Page(read_bytes(*parts).decode("utf-8"))
