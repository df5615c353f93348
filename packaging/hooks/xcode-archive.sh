#!/bin/sh
# A post-action of the scheme's Archive step (Edit Scheme, Archive, Post-actions; provide build settings from the app's target):
#   sh "$SRCROOT/maspect/xcode-archive.sh"
# Xcode shows no output of post-actions and ignores their exit code: the report opens in the browser instead.
set -u
PATH=$PATH:/opt/homebrew/bin:/usr/local/bin:$HOME/.cargo/bin
out=${MASPECT_OUT:-$ARCHIVE_PATH.maspect}
maspect scan "$ARCHIVE_PATH" --fail-on control --format html --format json --out "$out"
code=$?
if [ "$code" -ne 0 ] && command -v open >/dev/null 2>&1; then
  open "$out/$(basename "$ARCHIVE_PATH").maspect.html"
fi
exit "$code"
