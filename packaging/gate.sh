#!/bin/sh
# The gate of a pipeline: scans one build into report files, adds the summary to the job's page, and ends with maspect's exit code.
# Everything comes from the environment, so that no value is ever read as a command:
#   MASPECT_BUILD     the build (required)
#   MASPECT_OUT       folder for the reports (default: maspect-report)
#   MASPECT_FAIL_ON   what stops the pipeline (default: control; see `maspect scan --help`)
#   MASPECT_BASELINE  known findings; MASPECT_CONFIG the project file; MASPECT_LANG zh-Hant or en
#   MASPECT           the program (default: maspect)
set -eu
build=${MASPECT_BUILD:?"MASPECT_BUILD: the build to scan is not given"}
out=${MASPECT_OUT:-maspect-report}
set -- scan "$build" --out "$out" --fail-on "${MASPECT_FAIL_ON:-control}" --lang "${MASPECT_LANG:-zh-Hant}" \
  --format html --format json --format sarif --format junit --format gitlab --format markdown --format cyclonedx
if [ -n "${MASPECT_BASELINE:-}" ]; then set -- "$@" --baseline "$MASPECT_BASELINE"; fi
if [ -n "${MASPECT_CONFIG:-}" ]; then set -- "$@" --config "$MASPECT_CONFIG"; fi
code=0
"${MASPECT:-maspect}" "$@" || code=$?
name=$(basename "$build")
case $code in
  # After a mistake in usage, a summary that lies there is an older one.
  0 | 10) if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$out/$name.maspect.md" >>"$GITHUB_STEP_SUMMARY"; fi ;;
esac
exit "$code"
