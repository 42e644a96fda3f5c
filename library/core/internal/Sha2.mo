/// SHA-224 and CRC-32, which account identifiers of ledgers are made of, and SHA-256, which nearly everything else is.
import Prim "mo:⛔";

module {
  let roundConstants : [Nat32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ];

  /// Returns the 28 bytes of the hash.
  public func sha224(message : [Nat8]) : [Nat8] {
    digest([var 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4], 28, message)
  };

  /// Returns the 32 bytes of the hash.
  public func sha256(message : [Nat8]) : [Nat8] {
    digest([var 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19], 32, message)
  };

  func digest(state : [var Nat32], bytes : Nat, message : [Nat8]) : [Nat8] {
    let blocks = (message.size() + 8) / 64 + 1;
    func byte(i : Nat) : Nat32 {
      if (i < message.size()) { return Prim.natToNat32(Prim.nat8ToNat(message[i])) };
      if (i == message.size()) { return 0x80 };
      let fromEnd = blocks * 64 - 1 - i : Nat;
      if (fromEnd >= 4) { 0 } else { (Prim.natToNat32(message.size() * 8) >> Prim.natToNat32(fromEnd * 8)) & 255 };
    };
    var block = 0;
    while (block < blocks) {
      let base = block * 64;
      compress(state, Prim.Array_tabulateVar<Nat32>(64, func i {
        if (i >= 16) { return 0 };
        let at = base + i * 4;
        (byte(at) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3)
      }));
      block += 1;
    };
    Prim.Array_tabulate<Nat8>(bytes, func i = byteOf(state[i / 4], i % 4))
  };

  /// Returns byte `i` of a word, highest first.
  public func byteOf(word : Nat32, i : Nat) : Nat8 { Prim.natToNat8(Prim.nat32ToNat((word >> Prim.natToNat32(24 - i * 8 : Nat)) & 255)) };

  func compress(state : [var Nat32], w : [var Nat32]) {
    var i = 16;
    while (i < 64) {
      let x = w[i - 15];
      let y = w[i - 2];
      w[i] := w[i - 16] +% ((x <>> 7) ^ (x <>> 18) ^ (x >> 3)) +% w[i - 7] +% ((y <>> 17) ^ (y <>> 19) ^ (y >> 10));
      i += 1;
    };
    var a = state[0];
    var b = state[1];
    var c = state[2];
    var d = state[3];
    var e = state[4];
    var f = state[5];
    var g = state[6];
    var h = state[7];
    i := 0;
    while (i < 64) {
      let t1 = h +% ((e <>> 6) ^ (e <>> 11) ^ (e <>> 25)) +% ((e & f) ^ (^e & g)) +% roundConstants[i] +% w[i];
      let t2 = ((a <>> 2) ^ (a <>> 13) ^ (a <>> 22)) +% ((a & b) ^ (a & c) ^ (b & c));
      h := g;
      g := f;
      f := e;
      e := d +% t1;
      d := c;
      c := b;
      b := a;
      a := t1 +% t2;
      i += 1;
    };
    let sums = [a, b, c, d, e, f, g, h];
    i := 0;
    while (i < 8) { state[i] +%= sums[i]; i += 1 };
  };

  /// Returns the CRC-32 of bytes.
  public func crc32(bytes : [Nat8]) : Nat32 {
    var crc : Nat32 = 0xffff_ffff;
    for (b in bytes.values()) {
      crc ^= Prim.natToNat32(Prim.nat8ToNat(b));
      var bit = 0;
      while (bit < 8) {
        crc := if (crc & 1 == 1) { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        bit += 1;
      };
    };
    ^crc
  };
}
