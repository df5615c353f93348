#!/bin/bash
# Builds flawed.apk, flawed-r8.apk, corrected.apk and corrected.aab from the sources beside this script.
#
# Needs: a JDK (11 or newer), aapt2, zipalign, apksigner, zip, unzip, clang and ld.lld with the AArch64 target, and
#   D8_JAR         jar with com.android.tools.r8.D8 and .R8
#   ANDROID_JAR    platform classes to compile against (API 17 is enough; newer ones come from stubs/)
#   FRAMEWORK_RES  framework-res.apk (API 29 or newer) to link resources against
# Each may be given in the environment. Keys are generated into build/ when they are not there and are not kept with
# the sources: another key means another signature, every other byte comes out the same.
set -eu
cd "$(dirname "$0")"
export TZ=UTC LC_ALL=C

D8_JAR=${D8_JAR:-/opt/android/d8.jar}
ANDROID_JAR=${ANDROID_JAR:-/opt/android/android.jar}
FRAMEWORK_RES=${FRAMEWORK_RES:-/usr/share/android-framework-res/framework-res.apk}
CLANG=${CLANG:-clang-19}
LLD=${LLD:-ld.lld-19}
for file in "$D8_JAR" "$ANDROID_JAR" "$FRAMEWORK_RES"; do
    [ -f "$file" ] || { echo "missing: $file (see the head of $0)" >&2; exit 1; }
done
for tool in javac keytool aapt2 zipalign apksigner zip unzip "$CLANG" "$LLD"; do
    command -v "$tool" >/dev/null || { echo "missing: $tool (see the head of $0)" >&2; exit 1; }
done

# The fake keys of the flawed app stand in its sources with ~~ in the middle, so that nothing there looks like a key.
sources() { # app
    rm -rf "build/$1"
    mkdir -p "build/$1"
    cp -r "$1/res" "$1/assets" "build/$1/"
    find "build/$1/res/values" "build/$1/assets" -type f -exec sed -i 's/~~//g' {} +
}

classes() { # app
    mkdir -p "build/$1/stubs" "build/$1/classes" "build/$1/gen"
    aapt2 compile --dir "build/$1/res" -o "build/$1/res.zip"
    aapt2 link -o "build/$1/base.apk" -I "$FRAMEWORK_RES" --manifest "$1/AndroidManifest.xml" \
        --java "build/$1/gen" -A "build/$1/assets" --auto-add-overlay "build/$1/res.zip"
    javac -encoding UTF-8 -source 11 -target 11 -nowarn -Xlint:-options -classpath "$ANDROID_JAR" -sourcepath stubs \
        -d "build/$1/stubs" $(find stubs -name '*.java' | sort)
    javac -encoding UTF-8 -source 11 -target 11 -nowarn -Xlint:-options -classpath "build/$1/stubs:$ANDROID_JAR" \
        -d "build/$1/classes" $(find "$1/src" "$1/sdk" sdk lib "build/$1/gen" -name '*.java' | sort)
}

d8() { # app, lowest API level
    java -cp "$D8_JAR" com.android.tools.r8.D8 --release --min-api "$2" --lib "$ANDROID_JAR" \
        --classpath "build/$1/stubs" --output "build/$1" $(find "build/$1/classes" -name '*.class' | sort)
}

r8() { # app, lowest API level
    mkdir -p "build/$1/r8"
    java -cp "$D8_JAR" com.android.tools.r8.R8 --release --min-api "$2" --lib "$ANDROID_JAR" \
        --classpath "build/$1/stubs" --pg-conf "$1/keep.pro" --output "build/$1/r8" \
        $(find "build/$1/classes" -name '*.class' | sort)
}

native() { # app, compiler flags, linker flags
    mkdir -p "build/$1/lib/arm64-v8a"
    "$CLANG" --target=aarch64-linux-android28 -fPIC -ffreestanding -w -O1 -c "$1/native/libc.c" -o "build/$1/libc.o"
    "$LLD" -shared -soname libc.so "build/$1/libc.o" -o "build/$1/libc.so"
    (cd "$1/native" && "$CLANG" --target=aarch64-linux-android28 -fPIC -ffreestanding $2 -c diary.c \
        -o "../../build/$1/diary.o")
    "$LLD" -shared -soname libdiary.so $3 "build/$1/diary.o" "build/$1/libc.so" \
        -o "build/$1/lib/arm64-v8a/libdiary.so"
}

pack() { # app, dex, output, suffixes stored without compression
    rm -rf "build/$1/tree" "$3"
    mkdir -p "build/$1/tree"
    unzip -q "build/$1/base.apk" -d "build/$1/tree"
    cp "$2" "build/$1/tree/classes.dex"
    cp -r "build/$1/lib" "build/$1/tree/"
    find "build/$1/tree" -exec touch -h -d '2024-01-01 00:00:00' {} +
    out=$PWD/$3
    (cd "build/$1/tree" && find . -type f | sed 's|^\./||' | sort | zip -q -X -D -n "$4" "$out" -@)
}

keys() {
    # The flawed app: a debug key of 1024 bits, signed with SHA-1, expired.
    [ -f build/debug.jks ] || keytool -genkeypair -keystore build/debug.jks -storepass android -keypass android \
        -alias debug -keyalg RSA -keysize 1024 -sigalg SHA1withRSA -startdate '2015/01/01 00:00:00' -validity 365 \
        -dname 'CN=Android Debug,O=Android,C=US' 2>/dev/null
    [ -f build/release.jks ] || keytool -genkeypair -keystore build/release.jks -storepass sample-only \
        -keypass sample-only -alias release -keyalg RSA -keysize 3072 -sigalg SHA256withRSA -validity 10950 \
        -dname 'CN=Health Diary,O=Health Diary Co.,C=TW' 2>/dev/null
}

sign_flawed() { # name
    zipalign -f -p 4 "build/$1-packed.apk" "build/$1-aligned.apk"
    apksigner sign --ks build/debug.jks --ks-pass pass:android --min-sdk-version 21 --v1-signing-enabled true \
        --v2-signing-enabled false --v3-signing-enabled false --out "$1.apk" "build/$1-aligned.apk"
}

mkdir -p build
keys

sources flawed
classes flawed
d8 flawed 21
r8 flawed 21
native flawed '-O0 -g -fno-stack-protector' '-z execstack -z norelro --rpath /data/local/tmp'
pack flawed build/flawed/classes.dex build/flawed-packed.apk .png
pack flawed build/flawed/r8/classes.dex build/flawed-r8-packed.apk .png
sign_flawed flawed
sign_flawed flawed-r8

sources corrected
classes corrected
d8 corrected 28
native corrected '-O1 -fstack-protector-strong -mbranch-protection=standard -fvisibility=hidden' \
    '-z relro -z now -z noexecstack -z max-page-size=16384 --strip-all --build-id=none'
pack corrected build/corrected/classes.dex build/corrected-packed.apk .arsc:.so
zipalign -f -p 16384 build/corrected-packed.apk build/corrected-aligned.apk 2>/dev/null ||
    zipalign -f -p 4 build/corrected-packed.apk build/corrected-aligned.apk
apksigner sign --ks build/release.jks --ks-pass pass:sample-only --min-sdk-version 28 --v1-signing-enabled false \
    --v2-signing-enabled true --v3-signing-enabled true --out corrected.apk build/corrected-aligned.apk

# The bundle: the same parts in their protocol-buffer form, under base/, unsigned.
aapt2 link --proto-format -o build/corrected/proto.apk -I "$FRAMEWORK_RES" --manifest corrected/AndroidManifest.xml \
    -A build/corrected/assets --auto-add-overlay build/corrected/res.zip
rm -rf build/corrected/bundle corrected.aab
mkdir -p build/corrected/bundle/base/manifest build/corrected/bundle/base/dex
unzip -q build/corrected/proto.apk -d build/corrected/bundle/base
mv build/corrected/bundle/base/AndroidManifest.xml build/corrected/bundle/base/manifest/
cp build/corrected/classes.dex build/corrected/bundle/base/dex/
cp -r build/corrected/lib build/corrected/bundle/base/
printf '\n\b\022\0061.15.6' >build/corrected/bundle/BundleConfig.pb
find build/corrected/bundle -exec touch -h -d '2024-01-01 00:00:00' {} +
(cd build/corrected/bundle && find . -type f | sed 's|^\./||' | sort | zip -q -X -D -9 ../../../corrected.aab -@)
rm -f *.idsig
ls -l *.apk *.aab
