#!/bin/bash
# Builds the executables of the rule samples that are written in Objective-C or C: `App.m` becomes `executable`, any other
# `NAME.m` the framework `bundle/Frameworks/NAME.framework/NAME`. With arguments: only the folders named.
#
# Needs clang and ld64.lld (19 or newer); CLANG and LLD name others. Declarations and library stubs are those of apps/ios;
# what the stubs lack is looked up by name alone. A first line `// flags: ...` adds flags of the compiler.
set -eu
cd "$(dirname "$0")"
CLANG=${CLANG:-clang-19}
LLD=${LLD:-ld64.lld-19}

LIBRARIES="-lSystem -lobjc -lsqlite3"
for name in Foundation CoreFoundation Security UIKit WebKit LocalAuthentication HealthKit CoreLocation UserNotifications; do
    LIBRARIES="$LIBRARIES -framework $name"
done

build() { # source, product, kind
    flags=$(sed -n '1s|^// flags: ||p' "$1")
    mkdir -p "$(dirname "$2")"
    # shellcheck disable=SC2086
    $CLANG -target arm64-apple-ios16.0 -fblocks -fobjc-arc -fobjc-runtime=ios-16.0 -nostdinc -Iapps/ios/include -O1 \
        -fno-builtin -fno-inline -fstack-protector-strong -Wall -Werror -Wno-unused -Wno-objc-root-class -Wno-incomplete-implementation $flags \
        -c "$1" -o "$2.o"
    # shellcheck disable=SC2086
    $LLD $3 -arch arm64 -platform_version ios 16.0 18.0 -syslibroot apps/ios/sdk -undefined dynamic_lookup \
        -adhoc_codesign -no_data_const -dead_strip_dylibs -o "$2" "$2.o" $LIBRARIES
    rm "$2.o"
    chmod 644 "$2"
}

[ $# -gt 0 ] || set -- */*/
for folder in "$@"; do
    folder=${folder%/}
    for source in "$folder"/*.m; do
        [ -f "$source" ] && [ "${folder%%/*}" != callsites ] || continue
        name=$(basename "$source" .m)
        if [ "$name" = App ]; then
            build "$source" "$folder/executable" "-pie -e _main"
        else
            build "$source" "$folder/bundle/Frameworks/$name.framework/$name" \
                "-dylib -install_name @rpath/$name.framework/$name"
        fi
    done
done
