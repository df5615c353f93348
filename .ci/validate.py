"""Schemas against reports: JUnit, CycloneDX, the JSON report. Called by .ci/validate."""

import json
import pathlib
import sys

import cyclonedx.schema
import jsonschema
import referencing
from lxml import etree

reports, work = map(pathlib.Path, sys.argv[1:])
failed = False


def hold(name, files, problems):
    global failed
    files = sorted(files)
    bad = [(file, problem) for file in files for problem in problems(file)]
    print(f"validate: {name} {len(files)} files")
    for file, problem in bad[:20]:
        print(f"  {file}: {problem}", file=sys.stderr)
    failed = failed or bool(bad) or not files


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def with_schema(schema, registry=referencing.Registry()):
    validator = jsonschema.validators.validator_for(schema)(schema, registry=registry)
    return lambda file: [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(load(file))]


other = (".gitlab.json", ".cdx.json", "baseline.json")
own = [f for f in reports.rglob("*.json") if not f.name.endswith(other)]
hold("JSON report", own, with_schema(load(pathlib.Path("reports/schema.json"))))

folder = pathlib.Path(cyclonedx.schema.__file__).parent / "_res"
registry = referencing.Registry()
for name in ("spdx", "jsf-0.82"):
    schema = load(folder / f"{name}.SNAPSHOT.schema.json")
    resource = referencing.Resource.from_contents(schema)
    registry = registry.with_resources([(schema["$id"], resource), (f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", resource)])
hold("CycloneDX 1.6", reports.rglob("*.cdx.json"), with_schema(load(folder / "bom-1.6.SNAPSHOT.schema.json"), registry))

xsd = etree.XMLSchema(etree.parse(next(work.glob("pytest-*/testing/example_scripts/junit-10.xsd"))))


def junit(file):
    xsd.validate(etree.parse(file))
    return [str(e) for e in xsd.error_log]


# The multitool carries the official schema as plain text; its own check of it ends at the first value that it cannot read.
tool = (work / "package" / "Sarif.Multitool").read_bytes()
title = tool.index(b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema")
start = tool.rindex(b"{", 0, title)
schema, _ = json.JSONDecoder().raw_decode(tool[start : start + 1_000_000].decode("utf-8", "ignore"))
sarif = with_schema(schema)
hold("SARIF 2.1.0", reports.rglob("*.sarif"), sarif)
# The validator itself: a level that is none must not pass.
broken = work / "broken.sarif"
whole = sorted(reports.rglob("flawed.apk.maspect.sarif"))[0].read_text(encoding="utf-8")
broken.write_text(whole.replace('"level": "error"', '"level": "bad"', 1), encoding="utf-8")
if not sarif(broken):
    sys.exit("validate: the SARIF schema lets a wrong level pass")

hold("JUnit", reports.rglob("*.junit.xml"), junit)
sys.exit(failed)
