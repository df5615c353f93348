// The library tests itself with published vectors; the app takes the key from the keychain.
var vectors = [["2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a", "3ad77bb40d7a3660a89ecaf32466ef97"]];
function selfTest(){ return vectors.every(function (v) { return block(v[0], v[1]) === v[2]; }); }
function seal(text){ return keychain.get("k").then(function (key) { return CryptoJS.AES.encrypt(text, key); }); }
