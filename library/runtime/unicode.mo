/// UTF-8, and what is upper, lower, alphabetic or white space: exact for Latin, Greek, Cyrillic, Armenian and Georgian letters.
import M "mo:machine";

module {
  /// Returns how many bytes a character has, from its first byte.
  public func length(first : Nat32) : Nat32 {
    if (first < 0x80) { 1 } else if (first < 0xe0) { 2 } else if (first < 0xf0) { 3 } else { 4 };
  };

  /// Returns how many bytes a character takes.
  public func bytes(char : Nat32) : Nat32 {
    if (char < 0x80) { 1 } else if (char < 0x800) { 2 } else if (char < 0x1_0000) { 3 } else { 4 };
  };

  /// Returns the character at an address, where valid UTF-8 is.
  public func decode(at : Nat32) : Nat32 {
    let a = M.load8(at);
    if (a < 0x80) { return a };
    let b = M.load8(at +% 1) & 63;
    if (a < 0xe0) { return ((a & 31) << 6) | b };
    let c = M.load8(at +% 2) & 63;
    if (a < 0xf0) { return ((a & 15) << 12) | (b << 6) | c };
    ((a & 7) << 18) | (b << 12) | (c << 6) | (M.load8(at +% 3) & 63)
  };

  public func encode(char : Nat32, at : Nat32) : () {
    if (char < 0x80) { M.store8(at, char); return };
    if (char < 0x800) {
      M.store8(at, 0xc0 | (char >> 6));
      M.store8(at +% 1, 0x80 | (char & 63));
      return;
    };
    if (char < 0x1_0000) {
      M.store8(at, 0xe0 | (char >> 12));
      M.store8(at +% 1, 0x80 | ((char >> 6) & 63));
      M.store8(at +% 2, 0x80 | (char & 63));
      return;
    };
    M.store8(at, 0xf0 | (char >> 18));
    M.store8(at +% 1, 0x80 | ((char >> 12) & 63));
    M.store8(at +% 2, 0x80 | ((char >> 6) & 63));
    M.store8(at +% 3, 0x80 | (char & 63));
  };

  /// Returns whether bytes are UTF-8: no overlong forms, no surrogates, nothing above 0x10ffff.
  public func is_valid(from : Nat32, n : Nat32) : Bool {
    var i : Nat32 = 0;
    while (i < n) {
      let a = M.load8(from +% i);
      if (a < 0x80) {
        i +%= 1;
      } else {
        let size = length(a);
        if (a < 0xc2 or a > 0xf4 or size > n -% i) { return false };
        var k : Nat32 = 1;
        while (k < size) {
          if ((M.load8(from +% i +% k) & 0xc0) != 0x80) { return false };
          k +%= 1;
        };
        let char = decode(from +% i);
        if (bytes(char) != size or char > 0x10_ffff or is_surrogate(char)) { return false };
        i +%= size;
      };
    };
    true
  };

  func is_surrogate(char : Nat32) : Bool { char >= 0xd800 and char < 0xe000 };

  /// Returns whether a number is a character.
  public func is_char(char : Nat32) : Bool { char <= 0x10_ffff and not is_surrogate(char) };

  func within(char : Nat32, low : Nat32, high : Nat32) : Bool { char >= low and char <= high };

  /// Blocks in which an even character is followed by its small form.
  func even_pairs(c : Nat32) : Bool {
    within(c, 0x100, 0x12f) or within(c, 0x132, 0x137) or within(c, 0x14a, 0x177) or within(c, 0x1de, 0x1ef)
    or within(c, 0x1f4, 0x1f5) or within(c, 0x1f8, 0x21f) or within(c, 0x222, 0x233) or within(c, 0x370, 0x373)
    or within(c, 0x376, 0x377) or within(c, 0x3d8, 0x3ef) or within(c, 0x3fa, 0x3fb) or within(c, 0x460, 0x481)
    or within(c, 0x48a, 0x4bf) or within(c, 0x4d0, 0x52f) or within(c, 0x1e00, 0x1e95) or within(c, 0x1ea0, 0x1eff)
    or within(c, 0x2c80, 0x2ce3) or within(c, 0xa640, 0xa66d) or within(c, 0xa680, 0xa69b)
  };

  /// Blocks in which an odd character is followed by its small form.
  func odd_pairs(c : Nat32) : Bool {
    within(c, 0x139, 0x148) or within(c, 0x179, 0x17e) or within(c, 0x1cd, 0x1dc) or within(c, 0x3f7, 0x3f8)
    or within(c, 0x4c1, 0x4ce)
  };

  public func to_lower(c : Nat32) : Nat32 {
    if (c < 0x80) { return if (within(c, 0x41, 0x5a)) { c +% 32 } else { c } };
    if (even_pairs(c)) { return c | 1 };
    if (odd_pairs(c)) { return c +% (c & 1) };
    if (c < 0x370) {
      if (within(c, 0xc0, 0xde) and c != 0xd7) { return c +% 32 };
      if (c == 0x130) { return 0x69 };
      if (c == 0x178) { return 0xff };
      return c;
    };
    if (c < 0x590) {
      if ((within(c, 0x391, 0x3ab) and c != 0x3a2) or within(c, 0x410, 0x42f)) { return c +% 32 };
      if (within(c, 0x400, 0x40f)) { return c +% 80 };
      if (within(c, 0x388, 0x38a)) { return c +% 37 };
      if (within(c, 0x38e, 0x38f)) { return c +% 63 };
      if (within(c, 0x531, 0x556)) { return c +% 48 };
      if (c == 0x386) { return 0x3ac };
      if (c == 0x38c) { return 0x3cc };
      if (c == 0x3f4) { return 0x3b8 };
      if (c == 0x3f9) { return 0x3f2 };
      if (c == 0x4c0) { return 0x4cf };
      return c;
    };
    if (within(c, 0x10a0, 0x10c5)) { return c +% 7264 };
    if (within(c, 0x1c90, 0x1cba)) { return c -% 3008 };
    if (c == 0x1e9e) { return 0xdf };
    if (greek_extended(c) and (c & 8) == 8) { return c -% 8 };
    if (within(c, 0x2160, 0x216f)) { return c +% 16 };
    if (within(c, 0x24b6, 0x24cf)) { return c +% 26 };
    if (within(c, 0x2c00, 0x2c2f)) { return c +% 48 };
    if (within(c, 0xff21, 0xff3a)) { return c +% 32 };
    if (within(c, 0x1_0400, 0x1_0427)) { return c +% 40 };
    c
  };

  public func to_upper(c : Nat32) : Nat32 {
    if (c < 0x80) { return if (within(c, 0x61, 0x7a)) { c -% 32 } else { c } };
    if (even_pairs(c)) { return if (c == 0x131) { 0x49 } else { c & 0xffff_fffe } };
    if (odd_pairs(c)) { return c -% (1 -% (c & 1)) };
    if (c < 0x370) {
      if (within(c, 0xe0, 0xfe) and c != 0xf7) { return c -% 32 };
      if (c == 0xff) { return 0x178 };
      if (c == 0xb5) { return 0x39c };
      if (c == 0x131) { return 0x49 };
      if (c == 0x17f) { return 0x53 };
      return c;
    };
    if (c < 0x590) {
      if (c == 0x3c2) { return 0x3a3 };
      if (within(c, 0x3b1, 0x3cb) or within(c, 0x430, 0x44f)) { return c -% 32 };
      if (within(c, 0x450, 0x45f)) { return c -% 80 };
      if (within(c, 0x3ad, 0x3af)) { return c -% 37 };
      if (within(c, 0x3cd, 0x3ce)) { return c -% 63 };
      if (within(c, 0x561, 0x586)) { return c -% 48 };
      if (c == 0x3ac) { return 0x386 };
      if (c == 0x3cc) { return 0x38c };
      if (c == 0x3f2) { return 0x3f9 };
      if (c == 0x4cf) { return 0x4c0 };
      return c;
    };
    if (within(c, 0x2d00, 0x2d25)) { return c -% 7264 };
    if (within(c, 0x10d0, 0x10fa)) { return c +% 3008 };
    if (greek_extended(c) and (c & 8) == 0) { return c +% 8 };
    if (within(c, 0x2170, 0x217f)) { return c -% 16 };
    if (within(c, 0x24d0, 0x24e9)) { return c -% 26 };
    if (within(c, 0x2c30, 0x2c5f)) { return c -% 48 };
    if (within(c, 0xff41, 0xff5a)) { return c -% 32 };
    if (within(c, 0x1_0428, 0x1_044f)) { return c -% 40 };
    c
  };

  func greek_extended(c : Nat32) : Bool {
    let low = c & 7;
    if (within(c, 0x1f10, 0x1f1f) or within(c, 0x1f40, 0x1f4f)) { return low < 6 };
    if (within(c, 0x1f50, 0x1f5f)) { return (c & 1) == 1 };
    within(c, 0x1f00, 0x1f0f) or within(c, 0x1f20, 0x1f3f) or within(c, 0x1f60, 0x1f6f)
  };

  public func is_upper(c : Nat32) : Bool { to_lower(c) != c };

  public func is_lower(c : Nat32) : Bool { to_upper(c) != c or c == 0xdf or c == 0xaa or c == 0xba };

  public func is_whitespace(c : Nat32) : Bool {
    within(c, 9, 13) or c == 32 or c == 0x85 or c == 0xa0 or c == 0x1680 or within(c, 0x2000, 0x200a) or c == 0x2028 or c == 0x2029
    or c == 0x202f or c == 0x205f or c == 0x3000
  };

  public func is_alphabetic(c : Nat32) : Bool {
    if (c < 0x80) { return within(c | 32, 0x61, 0x7a) };
    if (c < 0x250) { return (c >= 0xc0 and c != 0xd7 and c != 0xf7) or c == 0xaa or c == 0xb5 or c == 0xba };
    if (c < 0x600) {
      return within(c, 0x250, 0x2c1) or within(c, 0x370, 0x373) or within(c, 0x376, 0x37d) or c == 0x37f or c == 0x386
      or (within(c, 0x388, 0x481) and c != 0x38b and c != 0x38d and c != 0x3a2 and c != 0x3f6) or within(c, 0x48a, 0x52f)
      or within(c, 0x531, 0x556) or within(c, 0x560, 0x588) or within(c, 0x5d0, 0x5ea);
    };
    if (c < 0x2000) {
      return within(c, 0x620, 0x657) or within(c, 0x66e, 0x6d3) or within(c, 0x710, 0x73f) or within(c, 0x900, 0x965)
      or within(c, 0x980, 0x10fc) and not within(c & 0x7f, 0x66, 0x6f) or within(c, 0x10fd, 0x135a) or within(c, 0x1380, 0x17b3)
      or within(c, 0x1820, 0x1cba) or within(c, 0x1d00, 0x1dbf) or within(c, 0x1e00, 0x1ffc);
    };
    within(c, 0x2c00, 0x2ce4) or within(c, 0x2d00, 0x2d67) or within(c, 0x3005, 0x3007) or within(c, 0x3041, 0x3096)
    or within(c, 0x30a1, 0x30fa) or within(c, 0x3105, 0x318e) or within(c, 0x3400, 0x4dbf) or within(c, 0x4e00, 0xa48c)
    or within(c, 0xa640, 0xa66e) or within(c, 0xac00, 0xd7a3) or within(c, 0xff21, 0xff3a) or within(c, 0xff41, 0xff5a)
    or within(c, 0xff66, 0xffdc) or within(c, 0x1_0400, 0x1_044f) or within(c, 0x2_0000, 0x3_134a)
  };
}
