#!/bin/bash
# Builds flawed.ipa and corrected.ipa from the sources beside this script, on any system with LLVM and Python.
#
# Needs: clang and ld64.lld (19 or newer), python3, openssl, zip. Apple's SDK is not needed: include/ and sdk/ hold
# hand-written declarations and library stubs of what the samples call. The profiles and the corrected app are signed by
# keys that are made in build/ when they are not there and are not kept with the sources; every other byte comes out the
# same.
set -eu
cd "$(dirname "$0")"
export TZ=UTC LC_ALL=C.UTF-8

CLANG=${CLANG:-clang-19}
LLD=${LLD:-ld64.lld-19}
for tool in "$CLANG" "$LLD" python3 openssl zip; do
    command -v "$tool" >/dev/null || { echo "missing: $tool (see the head of $0)" >&2; exit 1; }
done
COMPILE="-fblocks -nostdinc -Iinclude -Wall -Werror"

compile() { # app, minimum system, flags: its own sources
    mkdir -p "build/$1"
    for source in "$1"/src/*.m; do
        $CLANG -target "arm64-apple-ios$2" $COMPILE $3 -c "$source" -o "build/$1/$(basename "$source" .m).o"
    done
}

framework() { # app, minimum system, system it is built for, SDK version, flags of the signer
    folder=build/$1/Payload/HealthDiary.app/Frameworks/MHBSdk.framework
    mkdir -p "$folder"
    $CLANG -target "arm64-apple-ios$2" $COMPILE -fobjc-arc -fstack-protector-all -O1 -c mhbsdk/MHB.m -o "build/$1/MHBSdk.framework.o"
    $LLD -dylib -x -arch arm64 -platform_version ios "$2" "$3" -syslibroot "$PWD/sdk" -headerpad 0x400 -no_adhoc_codesign \
        -install_name @rpath/MHBSdk.framework/MHBSdk -o "$folder/MHBSdk" "build/$1/MHBSdk.framework.o" \
        -lSystem -lobjc -framework Foundation -framework CoreFoundation
    sed "s/@VERSION@/$4/; s/@MINIMUM@/$2/" mhbsdk/Info.plist | plist >"$folder/Info.plist"
    cp mhbsdk/PrivacyInfo.xcprivacy "$folder/"
    python3 tools/seal.py "$folder" MHBSdk
    python3 tools/sign.py "$folder/MHBSdk" com.nhi.MHBSdk --info "$folder/Info.plist" \
        --resources "$folder/_CodeSignature/CodeResources" ${5:-}
}

plist() { # XML in, binary out
    python3 -c 'import plistlib, sys
sys.stdout.buffer.write(plistlib.dumps(plistlib.loads(sys.stdin.buffer.read().replace(b"~~", b"")), fmt=plistlib.FMT_BINARY))'
}

keys() {
    [ -f build/profile.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -keyout build/profile.key \
        -out build/profile.pem -days 7300 -subj '/CN=Sample Provisioning Profile Signing' 2>/dev/null
    [ -f build/signer.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -keyout build/signer.key \
        -out build/signer.pem -days 7300 -subj '/CN=Sample Distribution (A1B2C3D4E5)/OU=A1B2C3D4E5/O=Health Diary Co.' \
        2>/dev/null
}

profile() { # app, further keys of the profile as XML
    {
        sed '/<dict>/q' "$1/entitlements.plist"
        echo "<key>AppIDName</key><string>Health Diary</string>"
        echo "<key>ApplicationIdentifierPrefix</key><array><string>A1B2C3D4E5</string></array>"
        echo "<key>CreationDate</key><date>2026-01-01T00:00:00Z</date>"
        echo "<key>ExpirationDate</key><date>2036-01-01T00:00:00Z</date>"
        echo "<key>Name</key><string>Health Diary $1</string>"
        echo "<key>TeamIdentifier</key><array><string>A1B2C3D4E5</string></array>"
        echo "<key>TeamName</key><string>Health Diary Co.</string>"
        echo "<key>UUID</key><string>00000000-0000-4000-8000-000000000001</string>"
        echo "$2"
        echo "<key>Entitlements</key>"
        sed -n '/<dict>/,$p' "$1/entitlements.plist"
        echo "</dict></plist>"
    } | sed '0,/<\/plist>/{/<\/plist>/d}' >"build/$1/profile.plist"
    openssl cms -sign -binary -nodetach -noattr -outform DER -signer build/profile.pem -inkey build/profile.key \
        -in "build/$1/profile.plist" -out "build/$1/Payload/HealthDiary.app/embedded.mobileprovision"
}

bundle() { # app, minimum system, system it is built for, flags of the linker
    app=build/$1/Payload/HealthDiary.app
    mkdir -p "$app"
    for nib in "$1"/nib/*.json; do
        python3 tools/nib.py "$nib" "$app/$(basename "$nib" .json).nib"
    done
    for language in "$1"/*.lproj; do
        mkdir -p "$app/$(basename "$language")"
        cp "$language"/*.strings "$app/$(basename "$language")/"
    done
    cp "$1"/*.html "$app/"
    for file in "$1"/*.json "$1"/*.xcprivacy; do
        [ ! -f "$file" ] || sed 's/~~//g' "$file" >"$app/$(basename "$file")"
    done
    plist <"$1/Info.plist" >"$app/Info.plist"
    $LLD -arch arm64 -platform_version ios "$2" "$3" -syslibroot "$PWD/sdk" -headerpad 0x400 -no_adhoc_codesign -pie $4 \
        -e _main -rpath @executable_path/Frameworks -F "$app/Frameworks" -o "$app/HealthDiary" build/"$1"/[A-Za-z]*[a-z].o \
        -lSystem -lobjc -lsqlite3 -framework Foundation -framework CoreFoundation -framework Security -framework UIKit \
        -framework WebKit -framework LocalAuthentication -framework HealthKit -framework CoreLocation \
        -framework UserNotifications -framework MHBSdk -dead_strip_dylibs
}

pack() { # app, flags of the signer
    app=build/$1/Payload/HealthDiary.app
    python3 tools/seal.py "$app" HealthDiary
    python3 tools/sign.py "$app/HealthDiary" tw.example.healthdiary --entitlements "$1/entitlements.plist" \
        --info "$app/Info.plist" --resources "$app/_CodeSignature/CodeResources" $2
    find "build/$1/Payload" -exec touch -h -d '2024-01-01 00:00:00' {} +
    rm -f "$1.ipa"
    (cd "build/$1" && find Payload | sort | zip -q -X -9 "../../$1.ipa" -@)
}

rm -rf build/flawed build/corrected
mkdir -p build
keys
SIGNER="--certificate build/signer.pem --key build/signer.key --team A1B2C3D4E5"
compile flawed 9.0 '-O1 -fno-stack-protector'
framework flawed 9.0 12.0 3.3.2
rm build/flawed/MHBSdk.framework.o
bundle flawed 9.0 12.0 ''
profile flawed '<key>ProvisionedDevices</key><array><string>00008030-000000000000001A</string></array>'
pack flawed --no-pie

compile corrected 16.0 '-O1 -fobjc-arc -fstack-protector-all'
framework corrected 16.0 26.0 3.3.1 "$SIGNER"
rm build/corrected/MHBSdk.framework.o
bundle corrected 16.0 26.0 -x
profile corrected ''
pack corrected "$SIGNER"
ls -l ./*.ipa
