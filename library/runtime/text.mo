/// Text and Blob. Bytes beyond the end of an object are zero up to the next multiple of 8, so whole words compare.
import M "mo:machine";
import Memory "memory";
import Unicode "unicode";
import Builder "builder";

module {
  func start(value : Nat64) : Nat32 { Memory.address(value) +% 8 };
  func bytes_of(value : Nat64) : Nat32 { Memory.aux_of(Memory.address(value)) };

  public func text_concat(a : Nat64, b : Nat64) : Nat64 {
    let na = bytes_of(a);
    let nb = bytes_of(b);
    if (na == 0) { return b };
    if (nb == 0) { return a };
    if (na > 0xffff_ff00 -% nb) { M.trapText("out of memory: a text of more than 4 GiB") };
    let at = Memory.new_text(na +% nb);
    M.memoryCopy(at +% 8, start(a), na);
    M.memoryCopy(at +% 8 +% na, start(b), nb);
    Memory.pointer(at)
  };

  // Texts that grow. What `t #= x` has made last may have room behind it (0x90: its pointer, 0x94: where the room ends; a BLOB fills the
  // room, so that objects still follow one another), and then grows where it is: nobody else has it, since reading the variable
  // in any other way ends that.

  /// Returns the first `n` bytes of a text and another text behind them; `n` is what the variable's text had before the other was made.
  public func text_append(a : Nat64, n : Nat32, b : Nat64) : Nat64 {
    let item = Memory.address(a);
    let more = bytes_of(b);
    let end = M.load32(0x94);
    if (M.wrap(a) == M.load32(0x90) and Memory.aux_of(item) == n) {
      let to = item +% 8 +% n;
      if (more <= end -% to) {
        let filler = (to +% 7) & 0xffff_fff8;
        if (filler < end) { M.store64(filler, 0) };
        M.memoryCopy(to, start(b), more);
        M.store32(item +% 4, n +% more);
        fill(to +% more, end);
        return a;
      };
    };
    if (n > 0x7fff_0000 -% more or more > 0x7fff_0000) { M.trapText("out of memory: a text of more than 2 GiB") };
    let total = n +% more;
    let room = if (total < 128) { total } else { total << 1 };
    let at = Memory.new_text(room);
    M.store32(at +% 4, total);
    M.memoryCopy(at +% 8, start(a), n);
    M.memoryCopy(at +% 8 +% n, start(b), more);
    if (room > total) {
      M.store32(0x90, M.wrap(Memory.pointer(at)));
      M.store32(0x94, at +% 8 +% ((room +% 7) & 0xffff_fff8));
      fill(at +% 8 +% total, M.load32(0x94));
    };
    Memory.pointer(at)
  };

  /// Puts a BLOB where room is left.
  func fill(from : Nat32, end : Nat32) : () {
    let filler = (from +% 7) & 0xffff_fff8;
    if (filler < end) {
      M.store32(filler, 9);
      M.store32(filler +% 4, end -% filler -% 8);
    };
  };

  /// Returns the value, which from now on does not grow.
  public func text_seal(value : Nat64) : Nat64 {
    if (M.wrap(value) == M.load32(0x90)) { M.store32(0x90, 0) };
    value
  };

  /// Compares bytes: -1, 0 or 1 as a Nat32. For UTF-8 this is the order of the characters.
  public func blob_cmp(a : Nat64, b : Nat64) : Nat32 {
    if (a == b) { return 0 };
    var at = M.wrap(a) -% 1;
    var other = M.wrap(b) -% 1;
    let na = M.load32(at +% 4);
    let nb = M.load32(other +% 4);
    let end = at +% (if (na < nb) { na } else { nb });
    while (at < end) {
      let x = M.load64(at +% 8);
      let y = M.load64(other +% 8);
      if (x != y) {
        let shift = M.ctz64(x ^ y) & 56;
        if (((x >> shift) & 255) < ((y >> shift) & 255)) { return 0xffff_ffff } else { return 1 };
      };
      at +%= 8;
      other +%= 8;
    };
    if (na == nb) { 0 } else if (na < nb) { 0xffff_ffff } else { 1 };
  };

  public func text_cmp(a : Nat64, b : Nat64) : Nat32 { blob_cmp(a, b) };

  public func blob_eq(a : Nat64, b : Nat64) : Nat32 {
    if (a == b) { return 1 };
    if (bytes_of(a) != bytes_of(b)) { return 0 };
    bytes_eq(a, b)
  };

  /// Compares two texts or blobs of one size. Behind their bytes are zeros up to the next word.
  public func bytes_eq(a : Nat64, b : Nat64) : Nat32 {
    var at = M.wrap(a) -% 1;
    let other = M.wrap(b) -% M.wrap(a);
    let end = at +% M.load32(at +% 4);
    while (at < end) {
      if (M.load64(at +% 8) != M.load64((at +% other) +% 8)) { return 0 };
      at +%= 8;
    };
    1
  };

  public func text_eq(a : Nat64, b : Nat64) : Nat32 { blob_eq(a, b) };

  /// Returns the number of characters: of bytes that do not continue one.
  public func text_size(value : Nat64) : Nat32 {
    let n = bytes_of(value);
    let from = start(value);
    var continuing : Nat64 = 0;
    var i : Nat32 = 0;
    while (i < n) {
      let w = M.load64(from +% i);
      continuing +%= M.popcnt64(w & ((^w) << 1) & 0x8080_8080_8080_8080);
      i +%= 8;
    };
    n -% M.wrap(continuing)
  };

  /// Returns the number of bytes of a TEXT or BLOB.
  public func byte_size(value : Nat64) : Nat32 { bytes_of(value) };

  /// Returns byte `i` of a BLOB; traps out of bounds.
  public func blob_get(value : Nat64, i : Nat32) : Nat32 {
    if (i >= bytes_of(value)) { M.trapText("index out of bounds") };
    M.load8(start(value) +% i)
  };

  /// Returns the character that begins at a byte offset.
  public func text_char_at(value : Nat64, offset : Nat32) : Nat32 { Unicode.decode(start(value) +% offset) };

  /// Returns how many bytes that character has.
  public func text_char_bytes(value : Nat64, offset : Nat32) : Nat32 { Unicode.length(M.load8(start(value) +% offset)) };

  public func text_of_char(char : Nat32) : Nat64 {
    let at = Memory.new_text(Unicode.bytes(char));
    Unicode.encode(char, at +% 8);
    Memory.pointer(at)
  };

  /// Returns the TEXT with the bytes from one offset to another, both at the boundary of a character.
  public func text_slice(value : Nat64, from : Nat32, to : Nat32) : Nat64 {
    Memory.text_from(start(value) +% from, to -% from)
  };

  /// Returns the byte offset of the first occurrence of `part` at or after an offset, or 0xffffffff.
  public func text_find(value : Nat64, part : Nat64, from : Nat32) : Nat32 {
    let n = bytes_of(value);
    let m = bytes_of(part);
    if (m > n) { return 0xffff_ffff };
    let a = start(value);
    let b = start(part);
    var at = from;
    while (at +% m <= n) {
      var i : Nat32 = 0;
      while (i < m and M.load8(a +% at +% i) == M.load8(b +% i)) { i +%= 1 };
      if (i == m) { return at };
      at +%= 1;
    };
    0xffff_ffff
  };

  /// Returns the BLOB as a TEXT, or null if it is no UTF-8.
  public func text_of_utf8(blob : Nat64) : Nat64 {
    if (Unicode.is_valid(start(blob), bytes_of(blob))) { Memory.text_from(start(blob), bytes_of(blob)) } else { 3 };
  };

  public func utf8_of_text(text : Nat64) : Nat64 { Memory.blob_from(start(text), bytes_of(text)) };

  public func text_to_lower(text : Nat64) : Nat64 { map_chars(text, 0) };
  public func text_to_upper(text : Nat64) : Nat64 { map_chars(text, 1) };

  func map_chars(text : Nat64, upper : Nat32) : Nat64 {
    Builder.open();
    var at = start(text);
    let end = at +% bytes_of(text);
    while (at < end) {
      let char = Unicode.decode(at);
      at +%= Unicode.length(M.load8(at));
      if (upper == 1 and char == 0xdf) {
        Builder.half(0x5353);
      } else {
        let mapped = if (upper == 1) { Unicode.to_upper(char) } else { Unicode.to_lower(char) };
        Unicode.encode(mapped, Builder.extend(Unicode.bytes(mapped)));
      };
    };
    Builder.text()
  };

  // Blobs and arrays of bytes.

  /// Returns a BLOB with the Nat8 elements of an ARRAY.
  public func blob_of_array(array : Nat64) : Nat64 {
    let from = start(array);
    let n = bytes_of(array);
    let at = Memory.new_blob(n);
    var i : Nat32 = 0;
    while (i < n) {
      M.store8(at +% 8 +% i, M.load32(from +% (i << 3)) >> 1);
      i +%= 1;
    };
    Memory.pointer(at)
  };

  /// Returns an ARRAY with the bytes of a BLOB.
  public func array_of_blob(blob : Nat64) : Nat64 {
    let from = start(blob);
    let n = bytes_of(blob);
    let at = Memory.new_array(n);
    var i : Nat32 = 0;
    while (i < n) {
      M.store32(at +% 8 +% (i << 3), M.load8(from +% i) << 1);
      i +%= 1;
    };
    Memory.pointer(at)
  };

  /// Returns the CRC-32 of a BLOB.
  public func blob_crc32(blob : Nat64) : Nat32 { crc32(start(blob), bytes_of(blob)) };

  /// Returns the CRC-32 (IEEE) of bytes in memory.
  public func crc32(from : Nat32, n : Nat32) : Nat32 {
    var crc : Nat32 = 0xffff_ffff;
    var i : Nat32 = 0;
    while (i < n) {
      crc ^= M.load8(from +% i);
      var bit : Nat32 = 0;
      while (bit < 8) {
        crc := (crc >> 1) ^ (0xedb8_8320 & (0 -% (crc & 1)));
        bit +%= 1;
      };
      i +%= 1;
    };
    crc ^ 0xffff_ffff
  };
}
