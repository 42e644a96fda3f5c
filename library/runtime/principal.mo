/// Principals as text: CRC-32 and bytes in base 32, in groups of five.
import M "mo:machine";
import Memory "memory";
import Text "text";

module {
  /// Returns the text of a principal (a BLOB).
  public func principal_to_text(blob : Nat64) : Nat64 {
    let from = Memory.address(blob) +% 8;
    let n = Memory.aux_of(Memory.address(blob));
    let source = Memory.alloc(n +% 4);
    let crc = Text.crc32(from, n);
    store_big_endian(source, crc);
    M.memoryCopy(source +% 4, from, n);
    let chars = ((n +% 4) *% 8 +% 4) / 5;
    let at = Memory.new_text(chars +% (chars -% 1) / 5);
    var to = at +% 8;
    var i : Nat32 = 0;
    while (i < chars) {
      if (i > 0 and i % 5 == 0) {
        M.store8(to, 0x2d);
        to +%= 1;
      };
      M.store8(to, letter(five_bits(source, n +% 4, i *% 5)));
      to +%= 1;
      i +%= 1;
    };
    Memory.pointer(at)
  };

  func store_big_endian(at : Nat32, word : Nat32) : () {
    M.store8(at, word >> 24);
    M.store8(at +% 1, word >> 16);
    M.store8(at +% 2, word >> 8);
    M.store8(at +% 3, word);
  };

  func five_bits(from : Nat32, n : Nat32, bit : Nat32) : Nat32 {
    let i = bit >> 3;
    var two = M.load8(from +% i) << 8;
    if (i +% 1 < n) { two |= M.load8(from +% i +% 1) };
    (two >> (11 -% (bit & 7))) & 31
  };

  func letter(five : Nat32) : Nat32 { if (five < 26) { 0x61 +% five } else { 0x18 +% five } };

  func letter_value(char : Nat32) : Nat32 {
    if (char >= 0x61 and char <= 0x7a) { char -% 0x61 } else if (char >= 0x32 and char <= 0x37) { char -% 0x18 } else if (
      char >= 0x41 and char <= 0x5a
    ) { char -% 0x41 } else { 32 };
  };

  /// Returns the principal that a text stands for, or traps.
  public func principal_of_text(text : Nat64) : Nat64 {
    let from = Memory.address(text) +% 8;
    let n = Memory.aux_of(Memory.address(text));
    let bytes = Memory.alloc(n +% 8);
    var used : Nat32 = 0;
    var bits : Nat32 = 0;
    var pending : Nat32 = 0;
    var i : Nat32 = 0;
    while (i < n) {
      let char = M.load8(from +% i);
      if (char != 0x2d) {
        let value = letter_value(char);
        if (value == 32) { M.trapText("a principal's text has only letters, the digits 2 to 7 and dashes") };
        bits := ((bits << 5) | value) & 0xfff;
        pending +%= 5;
        if (pending >= 8) {
          pending -%= 8;
          M.store8(bytes +% used, bits >> pending);
          used +%= 1;
        };
      };
      i +%= 1;
    };
    if (used < 4 or used > 33) { M.trapText("this text is not as long as a principal's") };
    let blob = Memory.blob_from(bytes +% 4, used -% 4);
    if (Text.text_eq(principal_to_text(blob), text) == 0) { M.trapText("this is no principal's text: its checksum or grouping is wrong") };
    blob
  };
}
