/// Bytes as text of letters, digits, `+` and `/`.
import Prim "mo:⛔";

module {
  func letter(six : Nat32) : Text {
    let code : Nat32 = if (six < 26) { 65 + six } else if (six < 52) { 71 + six } else if (six < 62) { six - 4 } else if (six == 62) { 43 } else { 47 };
    Prim.charToText(Prim.nat32ToChar(code))
  };

  func value(c : Char) : ?Nat32 {
    let code = Prim.charToNat32(c);
    if (c >= 'A' and c <= 'Z') { ?(code - 65) } else if (c >= 'a' and c <= 'z') { ?(code - 71) } else if (c >= '0' and c <= '9') { ?(code + 4) } else if (
      c == '+'
    ) { ?62 } else if (c == '/') { ?63 } else { null };
  };

  /// Example: `Base64.encode("Man")` is `"TWFu"`.
  public func encode(data : Blob) : Text {
    let bytes = Prim.blobToArray(data);
    func byte(i : Nat) : Nat32 { if (i < bytes.size()) { Prim.natToNat32(Prim.nat8ToNat(bytes[i])) } else { 0 } };
    var text = "";
    var i = 0;
    while (i < bytes.size()) {
      let word = (byte(i) << 16) | (byte(i + 1) << 8) | byte(i + 2);
      text #= letter(word >> 18) # letter((word >> 12) & 63);
      text #= if (i + 1 < bytes.size()) { letter((word >> 6) & 63) } else { "=" };
      text #= if (i + 2 < bytes.size()) { letter(word & 63) } else { "=" };
      i += 3;
    };
    text
  };

  /// Returns the bytes that a text stands for, or `null` if it is no Base64.
  public func decode(text : Text) : ?Blob {
    let size = text.size();
    if (size % 4 != 0) { return null };
    let bytes = Prim.Array_init<Nat8>(size / 4 * 3, 0);
    var count = 0;
    var bits : Nat32 = 0;
    var pending : Nat32 = 0;
    var padding = 0;
    for (c in text.chars()) {
      if (c == '=') { padding += 1 } else {
        if (padding > 0) { return null };
        switch (value(c)) {
          case null { return null };
          case (?six) {
            bits := ((bits << 6) | six) & 0xffff;
            pending += 6;
            if (pending >= 8) {
              pending -= 8;
              bytes[count] := Prim.natToNat8(Prim.nat32ToNat((bits >> pending) & 255));
              count += 1;
            };
          };
        };
      };
    };
    if (padding > 2 or (size > 0 and count + padding != size / 4 * 3)) { return null };
    ?Prim.arrayToBlob(Prim.Array_tabulate<Nat8>(count, func i = bytes[i]))
  };
}
