#!/usr/bin/env python3
"""Writes _CodeSignature/CodeResources of a bundle: the hash of every file in it.

usage: seal.py BUNDLE EXECUTABLE
"""
import hashlib
import os
import plistlib
import sys

bundle, executable = sys.argv[1:]
files, files2 = {}, {}
for folder, _, names in sorted(os.walk(bundle)):
    for name in sorted(names):
        path = os.path.relpath(os.path.join(folder, name), bundle)
        if path == executable or path.startswith("_CodeSignature/"):
            continue
        data = open(os.path.join(bundle, path), "rb").read()
        files[path] = hashlib.sha1(data).digest()
        files2[path] = {"hash": files[path], "hash2": hashlib.sha256(data).digest()}
rules = {"^.*": True, "^.*\\.lproj/": {"optional": True, "weight": 1000.0}}
os.makedirs(os.path.join(bundle, "_CodeSignature"), exist_ok=True)
with open(os.path.join(bundle, "_CodeSignature/CodeResources"), "wb") as out:
    plistlib.dump({"files": files, "files2": files2, "rules": rules, "rules2": rules}, out)
