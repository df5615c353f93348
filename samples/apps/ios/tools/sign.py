#!/usr/bin/env python3
"""Gives a thin 64-bit Mach-O a code signature with entitlements: ad-hoc, or with a certificate.

usage: sign.py BINARY IDENTIFIER [--entitlements FILE] [--info FILE] [--resources FILE] [--runtime] [--no-pie]
               [--certificate PEM --key PEM] [--team ID]

Writes LC_CODE_SIGNATURE into the free room behind the load commands (link with -headerpad) and appends a SuperBlob: a
SHA-256 CodeDirectory, an empty requirement set, the entitlements as XML and as DER, a CMS blob (empty when ad-hoc). --no-pie
clears the header flag, which the linker refuses to do.
"""
import argparse
import hashlib
import plistlib
import struct
import subprocess

MH_PIE = 0x200000
LC_SEGMENT_64, LC_CODE_SIGNATURE = 0x19, 0x1D
PAGE = 4096


def blob(magic, body):
    return struct.pack(">II", magic, 8 + len(body)) + body


def der(tag, body):
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + len(body).to_bytes(size, "big") + body


def der_value(value):
    if isinstance(value, bool):
        return der(0x01, b"\xff" if value else b"\0")
    if isinstance(value, int):
        return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))
    if isinstance(value, str):
        return der(0x0C, value.encode())
    if isinstance(value, list):
        return der(0x30, b"".join(map(der_value, value)))
    pairs = (der(0x30, der(0x0C, key.encode()) + der_value(value[key])) for key in sorted(value))
    return der(0xB0, b"".join(pairs))


def text_size(image):
    at = 32
    for _ in range(struct.unpack_from("<I", image, 16)[0]):
        command, length = struct.unpack_from("<II", image, at)
        if command == LC_SEGMENT_64 and image[at + 8 : at + 24].rstrip(b"\0") == b"__TEXT":
            return struct.unpack_from("<Q", image, at + 48)[0]
        at += length
    return 0


def detached(code, certificate, key):
    """A CMS signature over the CodeDirectory, without it."""
    command = ["openssl", "cms", "-sign", "-binary", "-noattr", "-md", "sha256", "-outform", "DER", "-signer", certificate]
    return subprocess.run(command + ["-inkey", key], input=code, stdout=subprocess.PIPE, check=True).stdout


def directory(code, identifier, flags, special, team):
    """special: slot number -> bytes that the slot covers."""
    highest = max(special, default=0)
    name = identifier.encode() + b"\0"
    team_offset = 88 + len(name) if team else 0
    name += team.encode() + b"\0" if team else b""
    hashes = b"".join(
        hashlib.sha256(special[slot]).digest() if slot in special else bytes(32) for slot in range(highest, 0, -1)
    )
    pages = [code[at : at + PAGE] for at in range(0, len(code), PAGE)]
    hash_offset = 88 + len(name) + len(hashes)
    hashes += b"".join(hashlib.sha256(page).digest() for page in pages)
    body = struct.pack(
        ">IIIIIIIBBBBIIIIQQQQ",
        0x20400, flags, hash_offset, 88, highest, len(pages), len(code),
        32, 2, 0, 12, 0, 0, team_offset, 0, 0, 0, text_size(code), 1,
    )
    return blob(0xFADE0C02, body + name + hashes)


def superblob(parts):
    index, data, offset = b"", b"", 12 + 8 * len(parts)
    for kind, part in parts:
        index += struct.pack(">II", kind, offset)
        data += part
        offset += len(part)
    return blob(0xFADE0CC0, struct.pack(">I", len(parts)) + index + data)


def add_command(image, offset, size):
    count, room = struct.unpack_from("<II", image, 16)
    at, end, first = 32, 32 + room, len(image)
    for _ in range(count):
        command, length = struct.unpack_from("<II", image, at)
        if command == LC_SEGMENT_64:
            name = image[at + 8 : at + 24].rstrip(b"\0")
            if name == b"__LINKEDIT":
                start = struct.unpack_from("<Q", image, at + 40)[0]
                held = offset + size - start
                struct.pack_into("<Q", image, at + 32, (held + 0x3FFF) & ~0x3FFF)
                struct.pack_into("<Q", image, at + 48, held)
            sections = struct.unpack_from("<I", image, at + 64)[0]
            for section in range(sections):
                place = struct.unpack_from("<I", image, at + 72 + 80 * section + 48)[0]
                first = min(first, place or first)
        at += length
    if end + 16 > first:
        raise SystemExit("no room for another load command: link with -headerpad 0x100")
    struct.pack_into("<IIII", image, end, LC_CODE_SIGNATURE, 16, offset, size)
    struct.pack_into("<II", image, 16, count + 1, room + 16)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("identifier")
    options.add_argument("--entitlements")
    options.add_argument("--info")
    options.add_argument("--resources")
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--team")
    options.add_argument("--runtime", action="store_true")
    options.add_argument("--no-pie", action="store_true")
    asked = options.parse_args()

    image = bytearray(open(asked.binary, "rb").read())
    if asked.no_pie:
        struct.pack_into("<I", image, 24, struct.unpack_from("<I", image, 24)[0] & ~MH_PIE)
    requirements = blob(0xFADE0C01, struct.pack(">I", 0))
    special, parts = {2: requirements}, [(2, requirements)]
    if asked.info:
        special[1] = open(asked.info, "rb").read()
    if asked.resources:
        special[3] = open(asked.resources, "rb").read()
    if asked.entitlements:
        text = open(asked.entitlements, "rb").read()
        encoded = der(0x70, der(0x02, b"\x01") + der_value(plistlib.loads(text)))
        special[5], special[7] = blob(0xFADE7171, text), blob(0xFADE7172, encoded)
        parts += [(5, special[5]), (7, special[7])]
    flags = (0 if asked.certificate else 0x2) | (0x10000 if asked.runtime else 0)

    image += bytes(-len(image) % 16)
    offset = len(image)

    def signature():
        code = directory(bytes(image), asked.identifier, flags, special, asked.team)
        proof = detached(code, asked.certificate, asked.key) if asked.certificate else b""
        return superblob([(0, code)] + parts + [(0x10000, blob(0xFADE0B01, proof))])

    room = (len(signature()) + 0xFF) & ~0xFF
    add_command(image, offset, room)
    signed = signature()
    open(asked.binary, "wb").write(bytes(image) + signed + bytes(room - len(signed)))


main()
