//! Mach-O: fat and thin binaries, load commands, imports, Objective-C metadata, code signature.
