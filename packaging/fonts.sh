#!/bin/sh
# Brings Noto Sans TC (regular and bold; SIL Open Font License 1.1) into vendor/fonts, so that the next build carries the font of the
# Chinese PDF report. Nothing is committed. Sources, first that works: npm's registry (pinned by SHA-256), the distribution's
# package fonts-noto-cjk (checked by apt). Without either, a Chinese system font is used at run time.
set -eu
cd "$(dirname "$0")/.."
target=vendor/fonts
package=@expo-google-fonts/noto-sans-tc@0.4.3
regular=add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954
bold=ed4ae6ed781e34d0beee896e9be5d835a938ac7adabbcc1b6b6904290006f372

# macOS has only the second.
digest() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi; }
is() { [ -f "$1" ] && [ "$(digest "$1" | cut -d' ' -f1)" = "$2" ]; }

if is "$target/NotoSansTC_400Regular.ttf" "$regular" && is "$target/NotoSansTC_700Bold.ttf" "$bold"; then
  echo "fonts: already in $target"
  exit 0
fi
mkdir -p "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if command -v npm >/dev/null 2>&1; then
  if npm pack --silent --pack-destination "$work" "$package" >/dev/null && tar -xzf "$work"/*.tgz -C "$work"; then
    find "$work/package" -name NotoSansTC_400Regular.ttf -exec cp {} "$work/regular.ttf" \;
    find "$work/package" -name NotoSansTC_700Bold.ttf -exec cp {} "$work/bold.ttf" \;
    if is "$work/regular.ttf" "$regular" && is "$work/bold.ttf" "$bold"; then
      cp "$work/regular.ttf" "$target/NotoSansTC_400Regular.ttf"
      cp "$work/bold.ttf" "$target/NotoSansTC_700Bold.ttf"
      find "$work/package" -name 'LICENSE*' -exec cp {} "$target/" \;
      echo "fonts: Noto Sans TC from npm is in $target"
      exit 0
    fi
    echo "fonts: what npm brought is not the expected file" >&2
  fi
fi

if command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1; then
  download() { (cd "$work" && apt-get download fonts-noto-cjk >/dev/null 2>&1); }
  # A bare image has no package lists yet; only root can bring them.
  if { download || { apt-get update -q >/dev/null 2>&1 && download; }; } && (cd "$work" && dpkg-deb -x fonts-noto-cjk_*.deb deb); then
    for weight in Regular Bold; do
      find "$work/deb" -name "NotoSansCJK-$weight.ttc" -exec cp {} "$target/NotoSansCJK-$weight.ttc" \;
    done
    if [ -f "$target/NotoSansCJK-Regular.ttc" ] && [ -f "$target/NotoSansCJK-Bold.ttc" ]; then
      echo "fonts: Noto Sans CJK from fonts-noto-cjk is in $target"
      exit 0
    fi
  fi
fi

echo "fonts: neither npm nor apt could bring a font. The Chinese PDF will use a system font with Traditional Chinese when there is one" >&2
echo "fonts: (Debian and Ubuntu: apt-get install fonts-noto-cjk); HTML and the English PDF need none" >&2
