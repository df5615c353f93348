#!/usr/bin/env python3
"""Makes labelled call sites of iOS system calls: sources, builds for arm64 at four levels, and labels.csv.

Each call is written in a safe and an unsafe way, and the deciding constant reaches it in several shapes (see SHAPES). Needs
clang and ld64.lld, 19 or newer; CLANG and LLD name others. Declarations and library stubs are those of ../apps/ios.

To add a call: one line in a table below; then run this and commit what changes.
"""
import csv
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
CLANG = os.environ.get("CLANG", "clang-19")
LLD = os.environ.get("LLD", "ld64.lld-19")
LEVELS = ["O0", "O1", "O2", "Os"]

BROKEN, ECB, IV = "ios-cipher-broken-algorithm", "ios-cipher-ecb-mode", "ios-cipher-static-iv"
KEY, SHORT, KDF = "ios-key-hardcoded", "ios-key-too-short", "ios-kdf-weak"

# How a constant reaches the call. «unknown» is a value of the run: never a finding.
SHAPES = ["direct", "stack", "table", "global", "call1", "call2", "returned", "block", "unknown"]


class Program:
    """One source file and the labels of its sites."""

    def __init__(self, name, objc=False):
        self.name, self.objc, self.text, self.roots, self.labels = name, objc, [], [], []

    def label(self, function, api, args, rules, shape, may=""):
        self.labels.append((function, api, args, "yes" if rules else "no", rules, may, shape))


def root(program, name, body):
    program.roots.append(name)
    program.text.append(f"void {name}(struct Input *in)\n{{\n{body}\n}}\n")


def helper(program, returns, name, parameters, body):
    program.text.append(f"__attribute__((noinline)) {returns} {name}({parameters})\n{{\n{body}\n}}\n")


def shaped(program, name, shape, ctype, literal, call, setup=""):
    """Writes one site; gives the function that holds the call. `call` takes the value's C expression."""
    if shape == "direct":
        root(program, name, f"    {call(literal)};")
    elif shape == "unknown":
        source = "in->number" if "*" not in ctype else "in->key"
        root(program, name, f"    {call(source)};")
    elif shape == "stack":
        root(
            program,
            name,
            f"    struct {{\n        size_t before;\n        {ctype} value;\n        size_t after;\n    }} kept;\n"
            f"    kept.before = in->size;\n    kept.value = {literal};\n    kept.after = in->room;\n"
            f"    in->moved = kept.before + kept.after;\n    {call('kept.value')};",
        )
    elif shape == "table":
        fill = "0" if "*" not in ctype else "NULL"
        program.text.append(f"static {ctype} const {name}_table[4] = {{{fill}, {fill}, {literal}, {fill}}};\n")
        root(program, name, f"    {call(f'{name}_table[2]')};")
    elif shape == "global":
        program.text.append(f"{ctype} const {name}_value = {literal};\n")
        root(program, name, f"    {call(f'{name}_value')};")
    elif shape in ("call1", "call2"):
        helper(program, "void", f"{name}_inner", f"struct Input *in, {ctype} value", f"    {call('value')};")
        inner = f"{name}_inner"
        if shape == "call2":
            helper(program, "void", f"{name}_middle", f"struct Input *in, {ctype} value", f"    {inner}(in, value);")
            inner = f"{name}_middle"
        root(program, name, f"    {inner}(in, {literal});")
        return f"_{name}_inner"
    elif shape == "returned":
        helper(program, ctype, f"{name}_value", "void", f"    return {literal};")
        root(program, name, f"    {call(f'{name}_value()')};")
    elif shape == "block":
        root(
            program,
            name,
            f"    {ctype} value = {literal};\n    dispatch_async(&_dispatch_main_q, ^{{\n      {call('value')};\n    }});",
        )
        return f"___{name}_block_invoke"
    return f"_{name}"


def crypt(algorithm="0", options="1", key="in->key", length="16", iv="in->iv"):
    return (
        f"CCCrypt(0, {algorithm}, {options}, {key}, {length}, {iv}, in->data, in->size, in->out, in->room, &in->moved)"
    )


def crypt_args(algorithm=0, options=1, key="?", length=16, iv="?"):
    return f"x0=0;x1={algorithm};x2={options};x3={key};x4={length};x5={iv}"


def integers(program, api, prefix, rows, call, args, shapes=SHAPES, ctype="uint32_t"):
    """rows: (tag, value, rules, may). `args` gives the label of a value."""
    for tag, value, rules, may in rows:
        for shape in shapes:
            if shape == "unknown" and tag != rows[0][0]:
                continue
            name = f"{prefix}_{tag}_{shape}"
            function = shaped(program, name, shape, ctype, str(value), call)
            if shape == "unknown":
                program.label(function, api, args("?"), "", shape)
            else:
                program.label(function, api, args(value), rules, shape, may)


def pointers(program, api, prefix, rows, call, args, rule, ctype="const char *"):
    """rows: (tag, shapes, C literal, label of the value). A constant pointer breaks `rule`."""
    for tag, shapes, literal, shown in rows:
        for shape in shapes:
            name = f"{prefix}_{tag}_{shape}"
            function = shaped(program, name, shape, ctype, literal, call)
            program.label(function, api, args("?" if shape == "unknown" else shown), rule if shape != "unknown" else "", shape)


def cipher():
    p = Program("cipher")
    algorithms = [
        ("aes", 0, "", ""),
        ("des", 1, BROKEN, SHORT),
        ("rc4", 4, BROKEN, ""),
        ("cast", 3, BROKEN, ""),
        ("rc2", 5, BROKEN, ""),
        ("blowfish", 6, BROKEN, ""),
        ("des3", 2, "triple-des-used", ""),
    ]
    integers(p, "_CCCrypt", "algorithm", algorithms, lambda v: crypt(algorithm=v), lambda v: crypt_args(algorithm=v))
    options = [("cbc", 1, "", ""), ("ecb", 3, ECB, ""), ("ecb_unpadded", 2, ECB, "")]
    integers(p, "_CCCrypt", "options", options, lambda v: crypt(options=v), lambda v: crypt_args(options=v))
    lengths = [("k16", 16, "", ""), ("k32", 32, "", ""), ("k8", 8, SHORT, ""), ("k5", 5, SHORT, "")]
    integers(
        p, "_CCCrypt", "length", lengths, lambda v: crypt(length=v), lambda v: crypt_args(length=v), ctype="size_t"
    )
    create = lambda v: f"CCCryptorCreate(0, {v}, 1, in->key, 16, in->iv, &in->context)"
    integers(
        p, "_CCCryptorCreate", "create", algorithms[:4], create, lambda v: f"x0=0;x1={v};x2=1;x3=?;x4=16;x5=?",
        shapes=["direct", "stack", "call1", "block"],
    )
    constant = ["direct", "stack", "table", "global", "call1", "call2", "returned", "block"]
    key = [("text", constant + ["unknown"], '"d1aryK3y!d1aryK3"', "data:" + b"d1aryK3y!d1aryK3".hex())]
    pointers(p, "_CCCrypt", "key", key, lambda v: crypt(key=v), lambda v: crypt_args(key=v), KEY)
    iv = [
        ("null", ["direct", "stack", "call1", "call2", "block"], "NULL", 0),
        ("text", constant, '"0123456789abcdef"', "data:" + b"0123456789abcdef".hex()),
    ]
    pointers(p, "_CCCrypt", "iv", iv, lambda v: crypt(iv=v), lambda v: crypt_args(iv=v), IV)
    for tag, slot in (("key", KEY), ("iv", IV)):
        name = f"{tag}_array"
        p.text.append(f"static const uint8_t {name}_bytes[16] = {{" + ", ".join(str(3 * n + 1) for n in range(16)) + "};\n")
        shown = "data:" + bytes(3 * n + 1 for n in range(16)).hex()
        root(p, name, f"    {crypt(**{tag: name + '_bytes'})};")
        p.label(f"_{name}", "_CCCrypt", crypt_args(**{tag: shown}), slot, "array")
        name = f"{tag}_copied"
        root(p, name, f'    char kept[16];\n    memcpy(kept, "fedcba9876543210", 16);\n    {crypt(**{tag: "kept"})};')
        p.label(f"_{name}", "_CCCrypt", crypt_args(**{tag: "data:" + b"fedcba9876543210".hex()}), slot, "copied")
        name = f"{tag}_random"
        root(
            p, name,
            f"    uint8_t kept[16];\n    if (SecRandomCopyBytes(NULL, 16, kept) == 0)\n        {crypt(**{tag: 'kept'})};",
        )
        p.label(f"_{name}", "_CCCrypt", crypt_args(), "", "filled")
        name = f"{tag}_zeroed"
        root(p, name, f"    uint8_t kept[16];\n    memset(kept, 0, 16);\n    {crypt(**{tag: 'kept'})};")
        p.label(f"_{name}", "_CCCrypt", crypt_args(**{tag: "data:" + bytes(16).hex()}), slot, "copied")
    # In ECB mode an absent IV is no second flaw.
    root(p, "iv_null_in_ecb", f"    {crypt(options='3', iv='NULL')};")
    p.label("_iv_null_in_ecb", "_CCCrypt", crypt_args(options=3, iv=0), ECB, "direct")
    return p


def keys():
    p = Program("keys")
    derive = lambda salt, rounds: (
        f"CCKeyDerivationPBKDF(2, in->text, in->size, {salt}, 16, 3, {rounds}, in->out, 32)"
    )
    args = lambda salt, rounds: f"x0=2;x1=?;x2=?;x3={salt};x4=16;x5=3;x6={rounds}"
    rounds = [("strong", 700000, "", ""), ("weak", 500, KDF, ""), ("tiny", 1, KDF, "")]
    integers(
        p, "_CCKeyDerivationPBKDF", "rounds", rounds, lambda v: derive("in->salt", v), lambda v: args("?", v),
    )
    constant = ["direct", "stack", "table", "global", "call1", "call2", "returned", "block", "unknown"]
    salt = [("text", constant, '(const uint8_t *)"saltsaltsaltsalt"', "data:" + b"saltsaltsaltsalt".hex())]
    pointers(
        p, "_CCKeyDerivationPBKDF", "salt", salt, lambda v: derive(f"(const uint8_t *){v}", 700000),
        lambda v: args(v, 700000), KDF, ctype="const uint8_t *",
    )
    for name, call, rules, may in [
        ("md5", "CC_MD5(in->data, (uint32_t)in->size, in->out)", "", "ios-hash-broken-algorithm"),
        ("sha1", "CC_SHA1(in->data, (uint32_t)in->size, in->out)", "", "ios-hash-broken-algorithm"),
        ("sha256", "CC_SHA256(in->data, (uint32_t)in->size, in->out)", "", ""),
    ]:
        root(p, f"hash_{name}", f"    {call};")
        p.label(f"_hash_{name}", "_CC_" + name.upper(), "x0=?;x1=?;x2=?", rules, "direct", may)
    weak = "ios-random-not-secure"
    for name, call, rules in [("rand", "rand()", weak), ("random", "random()", weak), ("arc4random", "arc4random()", "")]:
        for shape in ("direct", "call1", "returned"):
            here = f"key_of_{name}_{shape}"
            fill = f"    uint32_t kept[4];\n    for (int at = 0; at < 4; at++)\n        kept[at] = (uint32_t){{}};\n    {crypt(key='kept')};"
            if shape == "direct":
                root(p, here, fill.format(call))
                p.label(f"_{here}", f"_{name}", "", rules, shape)
            elif shape == "returned":
                helper(p, "uint32_t", f"{here}_value", "void", f"    return (uint32_t){call};")
                root(p, here, fill.format(f"{here}_value()"))
                p.label(f"_{here}_value", f"_{name}", "", rules, shape)
            else:
                helper(p, "void", f"{here}_inner", "struct Input *in, uint32_t *kept", f"    {crypt(key='kept')};")
                body = f"    uint32_t kept[4];\n    for (int at = 0; at < 4; at++)\n        kept[at] = (uint32_t){call};\n    {here}_inner(in, kept);"
                root(p, here, body)
                p.label(f"_{here}", f"_{name}", "", rules, shape)
        root(p, f"jitter_of_{name}", f"    in->number = 20 + (uint32_t){call} % 5;")
        p.label(f"_jitter_of_{name}", f"_{name}", "", "", "direct", rules)
    for name, call, api, rules in [
        ("strcpy", "strcpy(in->out, in->text)", "_strcpy", "unsafe-c-function-used"),
        ("strlcpy", "strlcpy(in->out, in->text, in->room)", "_strlcpy", ""),
        ("sprintf", 'sprintf(in->out, "%s-%d", in->text, (int)in->number)', "_sprintf", "unsafe-c-function-used"),
        ("snprintf", 'snprintf(in->out, in->room, "%s", in->text)', "_snprintf", ""),
    ]:
        root(p, f"text_{name}", f"    {call};")
        p.label(f"_text_{name}", api, "", rules, "direct")
    root(p, "sql_constant", '    sqlite3_exec(in->context, "DELETE FROM entry", NULL, NULL, NULL);')
    p.label("_sql_constant", "_sqlite3_exec", "x0=?;x1=string:DELETE FROM entry;x2=0;x3=0;x4=0", "", "direct")
    return p


def security():
    p = Program("security")
    falls = "ios-biometric-falls-back"
    flags = [
        ("current", 8, "", ""),
        ("presence", 1, falls, ""),
        ("any", 2, falls, ""),
        ("passcode", 16, falls, ""),
        ("current_and_key", 8 | 1 << 30, "", ""),
    ]
    integers(
        p, "_SecAccessControlCreateWithFlags", "access", flags,
        lambda v: f"in->context = SecAccessControlCreateWithFlags(NULL, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, {v}, NULL)",
        lambda v: f"x0=0;x1=sym:_kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly;x2={v};x3=0", ctype="unsigned long",
    )
    old = "ios-tls-version-obsolete"
    integers(
        p, "_sec_protocol_options_set_min_tls_protocol_version", "tls",
        [("v12", 0x0303, "", ""), ("v10", 0x0301, old, ""), ("v11", 0x0302, old, ""), ("v13", 0x0304, "", "")],
        lambda v: f"sec_protocol_options_set_min_tls_protocol_version(in->context, (uint32_t){v})",
        lambda v: f"x0=?;x1={v}",
    )
    integers(
        p, "_SSLSetProtocolVersionMin", "ssl", [("tls12", 8, "", ""), ("ssl3", 2, old, ""), ("tls1", 4, old, "")],
        lambda v: f"SSLSetProtocolVersionMin(in->context, (int){v})", lambda v: f"x0=?;x1={v}",
        shapes=["direct", "stack", "call1", "call2", "block"],
    )
    name = "ios-hostname-check-disabled"
    pointers(
        p, "_SSLSetPeerDomainName", "peer", [("null", ["direct", "stack", "call1", "call2", "block", "unknown"], "NULL", 0)],
        lambda v: f"SSLSetPeerDomainName(in->context, {v}, 0)", lambda v: f"x0=?;x1={v};x2=0", name,
    )
    root(p, "peer_named", '    SSLSetPeerDomainName(in->context, "api.jkrj-diary.tw", 17);')
    p.label("_peer_named", "_SSLSetPeerDomainName", "x0=?;x1=string:api.jkrj-diary.tw;x2=17", "", "direct")
    root(p, "policy_basic", "    in->context = SecPolicyCreateBasicX509();")
    p.label("_policy_basic", "_SecPolicyCreateBasicX509", "", "", "direct", name)
    rsa = "ios-rsa-without-oaep"
    for tag, symbol, rules in [
        ("pkcs1", "kSecKeyAlgorithmRSAEncryptionPKCS1", rsa),
        ("raw", "kSecKeyAlgorithmRSAEncryptionRaw", rsa),
        ("oaep", "kSecKeyAlgorithmRSAEncryptionOAEPSHA256", ""),
    ]:
        for shape in ("direct", "stack", "call1", "call2", "block"):
            call = lambda v: f"in->context = (void *)SecKeyCreateEncryptedData(in->context, {v}, in->data, NULL)"
            function = shaped(p, f"rsa_{tag}_{shape}", shape, "CFStringRef", symbol, call)
            p.label(function, "_SecKeyCreateEncryptedData", f"x0=?;x1=sym:_{symbol};x2=?;x3=0", rules, shape)
    always = "ios-keychain-accessible-always"
    for tag, symbol, rules in [
        ("always", "kSecAttrAccessibleAlways", always),
        ("always_here", "kSecAttrAccessibleAlwaysThisDeviceOnly", always),
        ("unlocked", "kSecAttrAccessibleWhenUnlockedThisDeviceOnly", ""),
        ("passcode", "kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly", ""),
    ]:
        for shape in ("direct", "stack", "call1", "block"):
            body = (
                "    CFMutableDictionaryRef item = CFDictionaryCreateMutable(NULL, 0, &kCFTypeDictionaryKeyCallBacks, "
                "&kCFTypeDictionaryValueCallBacks);\n"
                "    CFDictionarySetValue(item, kSecClass, kSecClassGenericPassword);\n"
                "    CFDictionarySetValue(item, kSecValueData, in->data);\n"
                "    CFDictionarySetValue(item, kSecAttrAccessible, {});\n"
                "    SecItemAdd(item, NULL)"
            )
            function = shaped(p, f"item_{tag}_{shape}", shape, "CFStringRef", symbol, lambda v: body.format(v).lstrip())
            shown = f"x0={{_kSecClass:_kSecClassGenericPassword,_kSecAttrAccessible:_{symbol}}};x1=0"
            p.label(function, "_SecItemAdd", shown, rules, shape, "ios-keychain-item-leaves-device" if rules else "")
    sizes = [("s3072", 3072, "", ""), ("s2048", 2048, "", ""), ("s1024", 1024, SHORT, ""), ("s512", 512, SHORT, "")]
    generate = (
        "int bits = (int){};\n"
        "    CFMutableDictionaryRef wish = CFDictionaryCreateMutable(NULL, 0, &kCFTypeDictionaryKeyCallBacks, "
        "&kCFTypeDictionaryValueCallBacks);\n"
        "    CFDictionarySetValue(wish, kSecAttrKeyType, kSecAttrKeyTypeRSA);\n"
        "    CFDictionarySetValue(wish, kSecAttrKeySizeInBits, CFNumberCreate(NULL, 9, &bits));\n"
        "    in->context = SecKeyCreateRandomKey(wish, NULL)"
    )
    integers(
        p, "_SecKeyCreateRandomKey", "rsa", sizes, lambda v: generate.format(v),
        lambda v: f"x0={{_kSecAttrKeyType:_kSecAttrKeyTypeRSA,_kSecAttrKeySizeInBits:{v}}};x1=0",
        shapes=["direct", "stack", "call1", "block", "unknown"],
    )
    for tag, key, value, rules in [
        ("unchecked", "kCFStreamSSLValidatesCertificateChain", "kCFBooleanFalse", "ios-certificate-check-disabled"),
        ("checked", "kCFStreamSSLValidatesCertificateChain", "kCFBooleanTrue", ""),
        ("nameless", "kCFStreamSSLPeerName", "kCFNull", "ios-hostname-check-disabled"),
    ]:
        body = (
            "    CFMutableDictionaryRef settings = CFDictionaryCreateMutable(NULL, 0, &kCFTypeDictionaryKeyCallBacks, "
            f"&kCFTypeDictionaryValueCallBacks);\n    CFDictionarySetValue(settings, {key}, {value});\n"
            "    CFWriteStreamSetProperty(in->context, kCFStreamPropertySSLSettings, settings);"
        )
        root(p, f"stream_{tag}", body)
        p.label(
            f"_stream_{tag}", "_CFWriteStreamSetProperty",
            f"x0=?;x1=sym:_kCFStreamPropertySSLSettings;x2={{_{key}:_{value}}}", rules, "direct",
        )
    for tag, symbol, rules in [
        ("sslv3", "kCFStreamSocketSecurityLevelSSLv3", old),
        ("tlsv1", "kCFStreamSocketSecurityLevelTLSv1", old),
        ("negotiated", "kCFStreamSocketSecurityLevelNegotiatedSSL", ""),
    ]:
        for shape in ("direct", "call1", "block"):
            call = lambda v: f"CFWriteStreamSetProperty(in->context, kCFStreamPropertySocketSecurityLevel, {v})"
            function = shaped(p, f"level_{tag}_{shape}", shape, "CFStringRef", symbol, call)
            p.label(
                function, "_CFWriteStreamSetProperty",
                f"x0=?;x1=sym:_kCFStreamPropertySocketSecurityLevel;x2=sym:_{symbol}", rules, shape,
            )
    return p


# Objective-C: (name, statement, API, labelled arguments, rules, may). {v} statements are shaped.
MESSAGES = [
    ("log_password", 'NSLog(@"typed %@", [_password text])', "_NSLog", "x0=string:typed %@", "credential-to-log", "logging-left-in-release"),
    ("log_plain", 'NSLog(@"started")', "_NSLog", "x0=string:started", "", "logging-left-in-release"),
    ("defaults_password", '[[NSUserDefaults standardUserDefaults] setObject:[_password text] forKey:@"password"]',
     "-[NSUserDefaults setObject:forKey:]", "x3=string:password", "credential-to-plain-storage", ""),
    ("defaults_theme", '[[NSUserDefaults standardUserDefaults] setObject:@"dark" forKey:@"theme"]',
     "-[NSUserDefaults setObject:forKey:]", "x2=string:dark;x3=string:theme", "", ""),
    ("pasteboard_password", "[[UIPasteboard generalPasteboard] setString:[_password text]]",
     "-[UIPasteboard setString:]", "", "sensitive-data-to-clipboard", "clipboard-item-unlimited"),
    ("pasteboard_plain", '[[UIPasteboard generalPasteboard] setString:@"https://www.jkrj-diary.tw/"]',
     "-[UIPasteboard setString:]", "x2=string:https://www.jkrj-diary.tw/", "", "clipboard-item-unlimited"),
    ("pasteboard_local", '[[UIPasteboard generalPasteboard] setItems:@[] options:@{UIPasteboardOptionLocalOnly : @YES}]',
     "-[UIPasteboard setItems:options:]", "", "", "clipboard-item-unlimited"),
    ("unarchive_any", '[self keep:[NSKeyedUnarchiver unarchiveObjectWithData:[NSData dataWithContentsOfURL:_url]]]',
     "+[NSKeyedUnarchiver unarchiveObjectWithData:]", "", "unsafe-deserialisation", ""),
    ("unarchive_class", '[self keep:[NSKeyedUnarchiver unarchivedObjectOfClass:[NSString class] fromData:[NSData dataWithContentsOfURL:_url] error:NULL]]',
     "+[NSKeyedUnarchiver unarchivedObjectOfClass:fromData:error:]", "", "", ""),
    ("unarchive_lax", "NSKeyedUnarchiver *reader = [[NSKeyedUnarchiver alloc] initForReadingFromData:[NSData dataWithContentsOfURL:_url] error:NULL];\n    [reader setRequiresSecureCoding:NO]",
     "-[NSKeyedUnarchiver setRequiresSecureCoding:]", "x2=0", "unsafe-deserialisation", ""),
    ("file_access_on", '[[_web preferences] setValue:@YES forKey:@"allowFileAccessFromFileURLs"]',
     "-[WKPreferences setValue:forKey:]", "x2=1;x3=string:allowFileAccessFromFileURLs", "ios-webview-file-access", ""),
    ("file_access_off", '[[_web preferences] setValue:@NO forKey:@"allowFileAccessFromFileURLs"]',
     "-[WKPreferences setValue:forKey:]", "x2=0;x3=string:allowFileAccessFromFileURLs", "", ""),
    ("load_clear", '[_view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"http://www.jkrj-diary.tw/"]]]',
     "-[WKWebView loadRequest:]", "", "webview-loads-cleartext", "cleartext-url-in-code"),
    ("load_tls", '[_view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"https://www.jkrj-diary.tw/"]]]',
     "-[WKWebView loadRequest:]", "", "", ""),
    ("script_joined", "[_view evaluateJavaScript:[NSString stringWithFormat:@\"show('%@')\", [_url query]] completionHandler:nil]",
     "-[WKWebView evaluateJavaScript:completionHandler:]", "", "script-injection", ""),
    ("script_constant", '[_view evaluateJavaScript:@"show()" completionHandler:nil]',
     "-[WKWebView evaluateJavaScript:completionHandler:]", "x2=string:show();x3=0", "", ""),
    ("predicate_joined", "[self keep:[NSPredicate predicateWithFormat:[NSString stringWithFormat:@\"name = '%@'\", [_url query]]]]",
     "+[NSPredicate predicateWithFormat:]", "", "ios-predicate-injection", ""),
    ("predicate_bound", '[self keep:[NSPredicate predicateWithFormat:@"name = %@", [_url query]]]',
     "+[NSPredicate predicateWithFormat:]", "x2=string:name = %@", "", ""),
    ("sql_joined", "sqlite3_exec(_database, [[NSString stringWithFormat:@\"SELECT * FROM entry WHERE name = '%@'\", [_url query]] UTF8String], NULL, NULL, NULL)",
     "_sqlite3_exec", "x2=0;x3=0;x4=0", "sql-injection", ""),
    ("sql_plain", 'sqlite3_exec(_database, "DELETE FROM entry", NULL, NULL, NULL)',
     "_sqlite3_exec", "x1=string:DELETE FROM entry;x2=0;x3=0;x4=0", "", ""),
    ("md5_password", "unsigned char digest[16];\n    const char *typed = [[_password text] UTF8String];\n    CC_MD5(typed, (uint32_t)strlen(typed), digest);\n    [self keep:[NSData dataWithBytes:digest length:16]]",
     "_CC_MD5", "", "ios-hash-broken-algorithm", "password-hashed-fast"),
    ("any_certificate", '[NSURLRequest setAllowsAnyHTTPSCertificate:YES forHost:@"api.jkrj-diary.tw"]',
     "+[NSURLRequest setAllowsAnyHTTPSCertificate:forHost:]", "x2=1;x3=string:api.jkrj-diary.tw", "ios-certificate-check-disabled", "ios-private-api-used"),
]

# (prefix, API, statement with {v}, type, label of the value, rows (tag, value, rules, may))
SHAPED = [
    ("policy", "-[LAContext evaluatePolicy:localizedReason:reply:]",
     '[_context evaluatePolicy:{v} localizedReason:@"解鎖日記" reply:^(BOOL right, NSError *error) {{\n      [self keep:error];\n    }}]',
     "NSInteger", "x2={v};x3=string:解鎖日記",
     [("biometric", 1, "", "ios-biometric-result-only"), ("owner", 2, "ios-biometric-falls-back", "ios-biometric-result-only")]),
    ("minimum", "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocolVersion:]",
     "[_session setTLSMinimumSupportedProtocolVersion:{v}]", "uint32_t", "x2={v}",
     [("v12", 0x0303, "", ""), ("v10", 0x0301, "ios-tls-version-obsolete", ""), ("v11", 0x0302, "ios-tls-version-obsolete", "")]),
    ("oldminimum", "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocol:]",
     "[_session setTLSMinimumSupportedProtocol:{v}]", "int", "x2={v}",
     [("tls12", 8, "", ""), ("tls1", 4, "ios-tls-version-obsolete", "")]),
    ("inspectable", "-[WKWebView setInspectable:]", "[_view setInspectable:{v}]", "BOOL", "x2={v}",
     [("off", 0, "", ""), ("on", 1, "webview-debugging-enabled", "")]),
    ("protection", "-[NSData writeToFile:options:error:]", "[_data writeToFile:_path options:{v} error:NULL]", "NSUInteger",
     "x3={v};x4=0",
     [("complete", 0x20000000, "", ""), ("none", 0x10000000, "ios-file-protection-none", "")]),
    ("arc_cipher", "_CCCrypt",
     "CCCrypt(0, {v}, 1, [_key bytes], 16, [_iv bytes], [_data bytes], [_data length], _out, 64, &_moved)", "uint32_t",
     "x0=0;x1={v};x2=1;x4=16;x6=?",
     [("aes", 0, "", ""), ("rc4", 4, BROKEN, "")]),
]

# (prefix, selector, type, rows (tag, receiver, API, value, rules))
STUBS = [
    ("minimum", "setTLSMinimumSupportedProtocolVersion:", "uint32_t", [
        ("v10", "_session", "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocolVersion:]", 0x0301, "ios-tls-version-obsolete"),
        ("v12", "_session", "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocolVersion:]", 0x0303, ""),
    ]),
    ("inspectable", "setInspectable:", "BOOL", [
        ("on", "_view", "-[WKWebView setInspectable:]", 1, "webview-debugging-enabled"),
        ("off", "_view", "-[WKWebView setInspectable:]", 0, ""),
    ]),
]

KEYCHAIN = [
    ("always", "kSecAttrAccessibleAlways", "ios-keychain-accessible-always"),
    ("unlocked", "kSecAttrAccessibleWhenUnlockedThisDeviceOnly", ""),
]


def objective_c():
    p = Program("messages", objc=True)
    methods = []

    def method(name, body, head=None):
        methods.append(f"{head or f'- (void){name}'}\n{{\n    {body};\n}}\n")

    for name, statement, api, args, rules, may in MESSAGES:
        method(name, statement)
        p.roots.append(name)
        p.label(f"-[Sites {name}]", api, args, rules, "direct", may)
    for prefix, api, statement, ctype, args, rows in SHAPED:
        for tag, value, rules, may in rows:
            for shape in ("direct", "call1", "call2", "returned", "block"):
                name = f"{prefix}_{tag}_{shape}"
                function = f"-[Sites {name}]"
                if shape == "direct":
                    method(name, statement.format(v=value))
                elif shape in ("call1", "call2"):
                    inner = f"{name}_inner"
                    method(inner, statement.format(v="value"), f"- (void){inner}:({ctype})value")
                    function = f"-[Sites {inner}:]"
                    if shape == "call2":
                        method(f"{name}_middle", f"[self {inner}:value]", f"- (void){name}_middle:({ctype})value")
                        inner = f"{name}_middle"
                    method(name, f"[self {inner}:{value}]")
                elif shape == "returned":
                    helper(p, ctype, f"{name}_value", "void", f"    return {value};")
                    method(name, statement.format(v=f"{name}_value()"))
                else:
                    method(name, f"{ctype} value = {value};\n    dispatch_async(&_dispatch_main_q, ^{{\n      "
                           + statement.format(v="value") + ";\n    })")
                    function = f"___{len(function)}{function}_block_invoke"
                p.roots.append(name)
                p.label(function, api, args.format(v=value), rules, shape, may)
    # Newer compilers send messages through one stub for each selector; the linker makes them from such symbols.
    for prefix, selector, ctype, rows in STUBS:
        p.text.append(f'void send_{prefix}(id, SEL, {ctype}) __asm("_objc_msgSend${selector}");\n')
        for tag, receiver, api, value, rules in rows:
            method(f"{prefix}_{tag}_stub", f"send_{prefix}({receiver}, NULL, {value})")
            p.roots.append(f"{prefix}_{tag}_stub")
            p.label(f"-[Sites {prefix}_{tag}_stub]", api, f"x2={value}", rules, "stub")
    for tag, symbol, rules in KEYCHAIN:
        item = (
            "NSDictionary *item = @{{\n        (__bridge NSString *)kSecClass : (__bridge NSString *)kSecClassGenericPassword,\n"
            "        (__bridge NSString *)kSecAttrAccount : @\"token\",\n"
            "        (__bridge NSString *)kSecAttrAccessible : (__bridge NSString *){},\n"
            "        (__bridge NSString *)kSecValueData : _data,\n    }};\n"
            "    SecItemAdd((__bridge CFDictionaryRef)item, NULL)"
        )
        shown = f"x0={{_kSecClass:_kSecClassGenericPassword,_kSecAttrAccount:token,_kSecAttrAccessible:_{symbol}}};x1=0"
        name = f"keychain_{tag}"
        method(name, item.format(symbol))
        p.roots.append(name)
        p.label(f"-[Sites {name}]", "_SecItemAdd", shown, rules, "direct")
        method(f"{name}_inner", item.format("value"), f"- (void){name}_inner:(CFStringRef)value")
        method(f"{name}_call1", f"[self {name}_inner:{symbol}]")
        p.roots.append(f"{name}_call1")
        p.label(f"-[Sites {name}_inner:]", "_SecItemAdd", shown, rules, "call1")
    for tag, value, rules in [("s1024", 1024, SHORT), ("s3072", 3072, "")]:
        wish = (
            "NSDictionary *wish = @{{\n        (__bridge NSString *)kSecAttrKeyType : (__bridge NSString *)kSecAttrKeyTypeRSA,\n"
            "        (__bridge NSString *)kSecAttrKeySizeInBits : {},\n    }};\n"
            "    _out = SecKeyCreateRandomKey((__bridge CFDictionaryRef)wish, NULL)"
        )
        shown = f"x0={{_kSecAttrKeyType:_kSecAttrKeyTypeRSA,_kSecAttrKeySizeInBits:{value}}};x1=0"
        method(f"generate_{tag}", wish.format(f"@{value}"))
        method(f"generate_{tag}_inner", wish.format("@(value)"), f"- (void)generate_{tag}_inner:(int)value")
        method(f"generate_{tag}_call1", f"[self generate_{tag}_inner:{value}]")
        for name, function, shape in [
            (f"generate_{tag}", f"-[Sites generate_{tag}]", "direct"),
            (f"generate_{tag}_call1", f"-[Sites generate_{tag}_inner:]", "call1"),
        ]:
            p.roots.append(name)
            p.label(function, "_SecKeyCreateRandomKey", shown, rules, shape)
    p.text.append(
        "@interface Sites : UIViewController\n@end\n\n@implementation Sites {\n    UITextField *_password;\n    WKWebView *_view;\n"
        "    WKWebViewConfiguration *_web;\n    LAContext *_context;\n    NSURLSessionConfiguration *_session;\n"
        "    NSURL *_url;\n    NSString *_path;\n    NSData *_data, *_key, *_iv;\n    sqlite3 *_database;\n    void *_out;\n"
        "    size_t _moved;\n    id _kept;\n}\n\n- (void)viewDidLoad\n{\n    [_password setSecureTextEntry:YES];\n}\n\n"
        "- (void)keep:(id)value\n{\n    _kept = value;\n}\n\n"
        "- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options\n"
        "{\n    _url = url;\n    return YES;\n}\n\n" + "\n".join(methods) + "\n- (void)all\n{\n"
        + "".join(f"    [self {name}];\n" for name in p.roots) + "}\n@end\n"
    )
    return p


def source(program):
    head = "/* Generated by generate.py. */\n#include \"Callsites.h\"\n\n"
    if program.objc:
        main = "int main(int count, char **arguments)\n{\n    [[Sites new] all];\n    return UIApplicationMain(count, arguments, nil, @\"Sites\");\n}\n"
    else:
        calls = "".join(f"    {name}(&in);\n" for name in program.roots)
        main = f"int main(void)\n{{\n    struct Input in;\n    read(0, &in, sizeof in);\n{calls}    return 0;\n}}\n"
    return head + "\n".join(program.text) + "\n" + main


def run(*command):
    subprocess.run(command, check=True, cwd=HERE)


def build(program, level):
    suffix = "m" if program.objc else "c"
    path, out = f"{program.name}.{suffix}", f"{program.name}-{level}"
    old = level == "O1"  # the older binding opcodes
    system = "12.0" if old else "16.0"
    flags = ["-fobjc-arc", f"-fobjc-runtime=ios-{system}"] if program.objc else []
    run(
        CLANG, "-target", f"arm64-apple-ios{system}", "-fblocks", "-nostdinc", "-I.", "-I../apps/ios/include", f"-{level}",
        "-fno-builtin-strcpy", "-fno-builtin-sprintf", "-fno-builtin-snprintf", "-Wno-unused", *flags, "-c", path, "-o", f"{out}.o",
    )
    frameworks = ["Foundation", "CoreFoundation", "Security", "UIKit", "WebKit", "LocalAuthentication"]
    run(
        LLD, "-arch", "arm64", "-platform_version", "ios", system, "18.0", "-syslibroot", "../apps/ios/sdk", "-pie", "-e",
        "_main", "-no_adhoc_codesign", "-dead_strip_dylibs", "-o", out, f"{out}.o", "-lSystem", "-lobjc", "-lsqlite3",
        *[word for name in frameworks for word in ("-framework", name)],
    )
    os.remove(os.path.join(HERE, f"{out}.o"))
    return out


def main():
    rows = []
    for program in (cipher(), keys(), security(), objective_c()):
        suffix = "m" if program.objc else "c"
        with open(os.path.join(HERE, f"{program.name}.{suffix}"), "w", encoding="utf-8") as out:
            out.write(source(program))
        language = "objc-arc" if program.objc else "c"
        for level in LEVELS:
            file = build(program, level)
            rows += [(file, *label[:6], language, level, label[6]) for label in program.labels]
    with open(os.path.join(HERE, "labels.csv"), "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow("file function api args unsafe rules may language level shape".split())
        table.writerows(rows)
    print(f"{len(rows)} call sites, {sum(row[4] == 'yes' for row in rows)} unsafe")


main()
