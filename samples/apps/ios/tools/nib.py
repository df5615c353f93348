#!/usr/bin/env python3
"""Writes a compiled nib (the NIBArchive form of iOS) from a short description.

usage: nib.py DESCRIPTION.json OUT.nib

The description is a list of objects: {"class": NAME, "values": {KEY: VALUE, ...}}. A value is true, false, a small integer,
a text (stored as an NSString object), or {"ref": INDEX}. An array of references becomes an NSArray object. UIButtonTitle is
short for a button's content in its normal state.
"""
import json
import struct
import sys


def varint(number):
    out = bytearray()
    while True:
        low = number & 0x7F
        number >>= 7
        if number == 0:
            out.append(low | 0x80)  # the high bit marks the last byte
            return bytes(out)
        out.append(low)


def main(source, target):
    described = json.load(open(source, encoding="utf-8"))
    objects = [[item["class"], list(item.get("values", {}).items())] for item in described]
    keys, classes, rows, values = [], [], [], []

    def index(table, name):
        if name not in table:
            table.append(name)
        return table.index(name)

    def content(title):
        """The object that holds a button's title: a dictionary from state to content."""
        objects.append(["NSNumber", [("NS.intval", 0)]])
        objects.append(["UIButtonContent", [("UITitle", title)]])
        entry = [("UINibEncoderEmptyKey", {"ref": len(objects) - 2}), ("UINibEncoderEmptyKey", {"ref": len(objects) - 1})]
        objects.append(["NSMutableDictionary", [("NSInlinedValue", True)] + entry])
        return {"ref": len(objects) - 1}

    def encode(value):
        if value is False:
            return b"\x04"
        if value is True:
            return b"\x05"
        if isinstance(value, int):
            return b"\x00" + struct.pack("<b", value)
        if isinstance(value, bytes):
            return b"\x08" + varint(len(value)) + value
        if isinstance(value, dict):
            return b"\x0a" + struct.pack("<I", value["ref"])
        if isinstance(value, list):
            objects.append(["NSArray", [("NSInlinedValue", True)] + [("UINibEncoderEmptyKey", item) for item in value]])
        else:
            objects.append(["NSString", [("NS.bytes", value.encode("utf-8"))]])
        return b"\x0a" + struct.pack("<I", len(objects) - 1)

    at = 0
    while at < len(objects):  # grows while texts and arrays are met
        name, members = objects[at]
        members = [("UIButtonStatefulContent", content(v)) if k == "UIButtonTitle" else (k, v) for k, v in members]
        first = len(values)
        values.extend((index(keys, key), value) for key, value in members)
        rows.append((index(classes, name), first, len(members)))
        for row in range(first, len(values)):
            values[row] = varint(values[row][0]) + encode(values[row][1])
        at += 1

    parts = [
        b"".join(varint(cls) + varint(first) + varint(count) for cls, first, count in rows),
        b"".join(varint(len(key)) + key.encode() for key in keys),
        b"".join(values),
        b"".join(varint(len(name) + 1) + varint(0) + name.encode() + b"\0" for name in classes),
    ]
    counts = [len(rows), len(keys), len(values), len(classes)]
    offset = 10 + 4 * 10
    header = b"NIBArchive" + struct.pack("<II", 1, 9)
    for count, part in zip(counts, parts):
        header += struct.pack("<II", count, offset)
        offset += len(part)
    open(target, "wb").write(header + b"".join(parts))


main(*sys.argv[1:])
