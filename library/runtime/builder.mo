/// A growing run of bytes: what texts and messages are built in. One builder exists at a time; its state is at 0x140
/// (address of the bytes), 0x144 (room), 0x148 (length).
import M "mo:machine";
import Memory "memory";

module {
  public func open() : () {
    M.store32(0x140, Memory.alloc(248));
    M.store32(0x144, 248);
    M.store32(0x148, 0);
  };

  public func data() : Nat32 { M.load32(0x140) };
  public func length() : Nat32 { M.load32(0x148) };

  /// Makes room for `n` more bytes and returns where they go.
  public func extend(n : Nat32) : Nat32 {
    let length = M.load32(0x148);
    if (n > 0x7fff_ffff or length > 0x7fff_ffff) { M.trapText("out of memory: a text or message of more than 2 GiB") };
    if (length +% n > M.load32(0x144)) {
      let room = (length +% n) << 1;
      let from = M.load32(0x140);
      let to = Memory.alloc(room);
      M.memoryCopy(to, from, length);
      M.store32(0x140, to);
      M.store32(0x144, room);
    };
    M.store32(0x148, length +% n);
    M.load32(0x140) +% length
  };

  public func byte(b : Nat32) : () { M.store8(extend(1), b) };
  public func bytes(from : Nat32, n : Nat32) : () {
    let to = extend(n);
    M.memoryCopy(to, from, n);
  };
  public func word(w : Nat32) : () { M.store32(extend(4), w) };
  public func half(w : Nat32) : () { M.store16(extend(2), w) };
  public func double(w : Nat64) : () { M.store64(extend(8), w) };

  /// Adds the bytes of a TEXT or BLOB.
  public func contents(value : Nat64) : () {
    let at = Memory.address(value);
    bytes(at +% 8, Memory.aux_of(at));
  };

  /// Adds an unsigned LEB128 number.
  public func leb(n : Nat64) : () {
    var rest = n;
    while (rest > 127) {
      byte(M.wrap(rest & 127) | 128);
      rest >>= 7;
    };
    byte(M.wrap(rest));
  };

  /// Adds a signed LEB128 number, given as 64 bits.
  public func sleb(n : Nat64) : () {
    var rest = n;
    var more = true;
    while (more) {
      let low = M.wrap(rest & 127);
      rest := (rest >> 7) | (if ((rest >> 63) == 1) { 0xfe00_0000_0000_0000 } else { 0 });
      more := not ((rest == 0 and low < 64) or (rest == 0xffff_ffff_ffff_ffff and low > 63));
      byte(if (more) { low | 128 } else { low });
    };
  };

  public func text() : Nat64 { Memory.text_from(data(), length()) };
  public func blob() : Nat64 { Memory.blob_from(data(), length()) };
}
