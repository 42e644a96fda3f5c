/// Allocation by bumping, and how objects look. `docs/design/values.md` has the numbers.
import M "mo:machine";

module {
  /// Returns the address of fresh, zeroed memory, a multiple of 8.
  public func alloc(bytes : Nat32) : Nat32 {
    let start = M.load32(0x08);
    let end = start +% ((bytes +% 7) & 0xffff_fff8);
    if (end < start or bytes > 0xffff_fff0) { M.trapText("out of memory: one object of more than 4 GiB") };
    if (end > M.load32(0x34)) { reserve(end) };
    M.store32(0x08, end);
    start
  };

  /// Sees to it that memory reaches up to `end`, growing by an eighth at least so that growing is rare.
  public func reserve(end : Nat32) : () {
    let limit = M.load32(0x34);
    if (end <= limit) { return };
    let have = limit >> 16;
    let need = ((end -% limit) >> 16) +% 1;
    if (need > 0xffff -% have) { M.trapText("out of memory: the heap has reached 4 GiB") };
    var more = have >> 3;
    if (more < need) { more := need };
    if (more > 0xffff -% have) { more := 0xffff -% have };
    if (M.memoryGrow(more) == 0xffff_ffff) {
      more := need;
      if (M.memoryGrow(more) == 0xffff_ffff) { M.trapText("out of memory: the app may not use more") };
    };
    M.store32(0x34, (have +% more) << 16);
  };

  /// Leaves room behind what lives: a query, of which nothing is kept, then seldom has to grow the memory. An instance
  /// whose memory has grown for nothing cannot be used again, and to make one takes as long as the heap is large.
  public func leave_room() : () {
    let limit = M.load32(0x34);
    let used = M.load32(0x08);
    let room = 0x4_0000 +% (used >> 4);
    if (limit -% used >= room) { return };
    let have = limit >> 16;
    let more = ((room -% (limit -% used)) >> 16) +% 1;
    if (more > 0xffff -% have) { return };
    // Where there is no more, the app goes on with what it has.
    if (M.memoryGrow(more) != 0xffff_ffff) { M.store32(0x34, (have +% more) << 16) };
  };

  /// Enters a slot of an old object that now holds a young pointer into the remembered set.
  public func remember(slot : Nat32) : () {
    let count = M.load32(0x2c);
    if (count == 0xffff_ffff) { return };
    if (count == 0x2_0000) { M.store32(0x2c, 0xffff_ffff); return };
    if (count > 0) {
      if (M.load32(0x17_fffc +% (count << 2)) == slot) { return };
    };
    M.store32(0x18_0000 +% (count << 2), slot);
    M.store32(0x2c, count +% 1);
  };

  /// Writes a value into a slot of an object of any age.
  public func set_slot(slot : Nat32, value : Nat64) : () {
    M.store64(slot, value);
    if (slot < M.load32(0x0c) and (value & 3) == 1) {
      if (M.wrap(value) > M.load32(0x0c)) { remember(slot) };
    };
  };

  // Values and headers.

  public func is_pointer(value : Nat64) : Bool { (value & 3) == 1 };

  /// Returns the address of the object that a pointer points to.
  public func address(value : Nat64) : Nat32 { M.wrap(value) -% 1 };

  /// Returns the pointer to an object.
  public func pointer(item : Nat32) : Nat64 { M.extend(item) | 1 };

  /// Returns the slot of an integer below 2^32.
  public func small(n : Nat32) : Nat64 { M.extend(n) << 1 };

  /// Returns the integer below 2^32 in a slot.
  public func small_value(value : Nat64) : Nat32 { M.wrap(value >> 1) };

  public func tag_of(item : Nat32) : Nat32 { M.load8(item) };
  public func count_of(item : Nat32) : Nat32 { M.load32(item) >> 8 };
  public func aux_of(item : Nat32) : Nat32 { M.load32(item +% 4) };

  /// Allocates an object with this header and a zeroed body.
  public func new_object(tag : Nat32, count : Nat32, aux : Nat32, body : Nat32) : Nat32 {
    if (body > 0xffff_fff0 -% 16) { M.trapText("out of memory: one object of more than 4 GiB") };
    let at = alloc(body +% 8);
    M.store32(at, tag | (count << 8));
    M.store32(at +% 4, aux);
    at
  };

  /// Allocates an ARRAY; its slots hold the integer 0.
  public func new_array(size : Nat32) : Nat32 {
    if (size > 0x1fff_fff0) { M.trapText("out of memory: an array of more than 4 GiB") };
    new_object(3, 0, size, size << 3)
  };

  public func new_tuple(size : Nat32) : Nat32 { new_object(2, size, 0, size << 3) };
  public func new_text(bytes : Nat32) : Nat32 { new_object(8, 0, bytes, bytes) };
  public func new_blob(bytes : Nat32) : Nat32 { new_object(9, 0, bytes, bytes) };

  /// Returns a BLOB with a copy of these bytes.
  public func blob_from(source : Nat32, bytes : Nat32) : Nat64 {
    let at = new_blob(bytes);
    M.memoryCopy(at +% 8, source, bytes);
    pointer(at)
  };

  /// Returns a TEXT with a copy of these bytes, which are UTF-8.
  public func text_from(source : Nat32, bytes : Nat32) : Nat64 {
    let at = new_text(bytes);
    M.memoryCopy(at +% 8, source, bytes);
    pointer(at)
  };

  // Raw 64 bits and floats in slots.

  /// Returns the slot of raw 64 bits (Nat64, Int64).
  public func box64(bits : Nat64) : Nat64 {
    let shifted = bits << 1;
    if (((shifted ^ bits) >> 63) == 0) { return shifted };
    let at = new_object(11, 1, 0, 8);
    M.store64(at +% 8, bits);
    pointer(at)
  };

  /// Returns the raw 64 bits in a slot.
  public func unbox64(value : Nat64) : Nat64 {
    if ((value & 1) == 0) { return (value >> 1) | (value & 0x8000_0000_0000_0000) };
    M.load64(address(value) +% 8)
  };

  public func box_float(x : Float) : Nat64 {
    let at = new_object(12, 1, 0, 8);
    M.store64(at +% 8, M.floatBits(x));
    pointer(at)
  };

  public func unbox_float(value : Nat64) : Float { M.bitsFloat(M.load64(address(value) +% 8)) };
}
