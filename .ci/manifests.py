"""Holds manifests against the types of the Kubernetes API that come with its Python client. Called by .ci/validate."""

import re
import sys

import yaml
from kubernetes import client

PLAIN = {"str": str, "int": int, "bool": bool}
problems = []


def hold(value, kind, path):
    """Every key is one of the type, every plain value of its kind."""
    many = re.fullmatch(r"list\[(.+)\]", kind, re.IGNORECASE)
    table = re.fullmatch(r"dict[(\[]str, ?(.+)[)\]]", kind, re.IGNORECASE)
    model = getattr(client, kind, None)
    if many:
        for index, item in enumerate(value):
            hold(item, many[1], f"{path}[{index}]")
    elif table:
        for key, item in value.items():
            hold(item, table[1], f"{path}.{key}")
    elif model is None:
        if kind in PLAIN and not isinstance(value, PLAIN[kind]):
            problems.append(f"{path}: {value!r} is no {kind}")
    else:
        names = {written: name for name, written in model.attribute_map.items()}
        for key, item in value.items():
            if key in names:
                hold(item, model.openapi_types[names[key]], f"{path}.{key}")
            else:
                problems.append(f"{path}: no key {key} in {kind}")


count = 0
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as text:
        for document in yaml.safe_load_all(text):
            count += 1
            hold(document, f"V1{document['kind']}", f"{file}: {document['kind']}")
print(f"validate: Kubernetes {count} objects")
for problem in problems:
    print(f"  {problem}", file=sys.stderr)
sys.exit(bool(problems) or not count)
