/// Collection at message boundaries: mark from the roots with a bitmap, then slide the survivors down in order.
///
/// Beyond `free` lie, for the time of a collection: the bitmap (one bit for each 8 bytes of the region), the number
/// of live words before each 64 bits of it, and the stack of objects whose slots are still to be marked. Scratch words:
/// 0x60 start of the region, 0x64 its end, 0x68 bitmap, 0x6c counts, 0x70 bottom of the stack, 0x74 its top, 0x78 highest top.
import M "mo:machine";
import Memory "memory";

module {
  /// What happens when an update message ends: the nursery is collected, and everything once it has grown by half: so
  /// memory stays below twice of what lives, with what a message leaves behind and the notes of a collection.
  public func message_end() : () {
    tidy();
    Memory.leave_room();
  };

  func tidy() : () {
    M.store32(0x90, 0);
    if (M.load32(0x2c) == 0xffff_ffff) { collect_all(); return };
    if (M.load32(0x08) == M.load32(0x0c)) { M.store32(0x2c, 0); return };
    // A nursery larger than everything before it: one collection of all costs less than one of it and then one of all.
    if ((M.load32(0x08) -% M.load32(0x0c)) > (M.load32(0x0c) -% 0x20_0000)) { collect_all(); return };
    collect(M.load32(0x0c), 0);
    let live = M.load32(0x30);
    let bytes = M.load32(0x08) -% 0x20_0000;
    if (bytes -% live > (live >> 1) and bytes -% live > 0x10_0000) { collect_all() };
  };

  /// Collects the whole heap.
  public func collect_all() : () {
    collect(0x20_0000, 1);
    M.store32(0x30, M.load32(0x08) -% 0x20_0000);
  };

  func collect(start : Nat32, all : Nat32) : () {
    let end = M.load32(0x08);
    let words = ((end -% start) >> 9) +% 1;
    let bitmap = end;
    let counts = bitmap +% (words << 3);
    let stack = (counts +% (words << 2) +% 7) & 0xffff_fff8;
    Memory.reserve(stack);
    M.store32(0x60, start);
    M.store32(0x64, end);
    M.store32(0x68, bitmap);
    M.store32(0x6c, counts);
    M.store32(0x70, stack);
    M.store32(0x74, stack);
    M.store32(0x78, stack);
    M.memoryFill(0x800, 0, 0x200);
    M.store32(0x90, 0);

    visit_roots(all, 0);
    drain();
    let live = count_live(words);
    visit_roots(all, 1);
    update_slots(words);
    slide(words);

    let new_free = start +% (live << 3);
    M.memoryFill(new_free, 0, end -% new_free);
    M.memoryFill(bitmap, 0, M.load32(0x78) -% bitmap);
    M.store32(0x08, new_free);
    M.store32(0x0c, new_free);
    M.store32(0x2c, 0);
  };

  /// Goes over the slots outside the region: marks what they point to, or (update not 0) corrects them.
  func visit_roots(all : Nat32, update : Nat32) : () {
    visit_slot(0x10, update);
    visit_slot(0x18, update);
    visit_slot(0x20, update);
    visit_slot(0x38, update);
    visit_slot(0x48, update);
    visit_slot(0x58, update);
    let roots = 0x1000 +% (M.load32(0x28) << 3);
    var at : Nat32 = 0x1000;
    while (at < roots) {
      visit_slot(at, update);
      at +%= 8;
    };
    if (all == 0) {
      if (update == 0) { visit_remembered(0) } else { visit_remembered(2); visit_remembered(3) };
    };
  };

  /// The remembered set may name a slot more than once: correcting marks the slot (2), so that it is corrected once, and
  /// the marks are taken off afterwards (3).
  func visit_remembered(update : Nat32) : () {
    let entries = 0x18_0000 +% (M.load32(0x2c) << 2);
    var at : Nat32 = 0x18_0000;
    while (at < entries) {
      visit_slot(M.load32(at), update);
      at +%= 4;
    };
  };

  func visit_slot(slot : Nat32, update : Nat32) : () {
    let value = M.load64(slot);
    if ((value & 3) != 1) { return };
    let marked = (value >> 32) != 0;
    if (update == 3) { if (marked) { M.store64(slot, value & 0xffff_ffff) }; return };
    let item = M.wrap(value) -% 1;
    if (marked or item < M.load32(0x60) or item >= M.load32(0x64)) { return };
    if (update == 0) { mark(item); return };
    var corrected = M.extend(forward(item)) | 1;
    if (update == 2) { corrected := corrected | 0x1_0000_0000 };
    M.store64(slot, corrected);
  };

  /// Sets the bits of an object not seen before; one that has slots goes on the stack.
  func mark(item : Nat32) : () {
    let index = (item -% M.load32(0x60)) >> 3;
    let word = M.load32(0x68) +% ((index >> 6) << 3);
    let bit = (1 : Nat64) << M.extend(index & 63);
    let bits = M.load64(word);
    if ((bits & bit) != 0) { return };
    mark_range(index, object_words(item));
    if (M.load8(item) < 8) {
      let top = M.load32(0x74);
      if (top +% 4 > M.load32(0x34)) { Memory.reserve(top +% 4) };
      M.store32(top, item);
      M.store32(0x74, top +% 4);
      if (top +% 4 > M.load32(0x78)) { M.store32(0x78, top +% 4) };
    };
  };

  func mark_range(index : Nat32, words : Nat32) : () {
    var at = index;
    let end = index +% words;
    let bitmap = M.load32(0x68);
    while (at < end) {
      let shift = at & 63;
      var n = 64 -% shift;
      if (n > end -% at) { n := end -% at };
      var bits : Nat64 = 0xffff_ffff_ffff_ffff;
      if (n < 64) { bits := (((1 : Nat64) << M.extend(n)) -% 1) << M.extend(shift) };
      let word = bitmap +% ((at >> 6) << 3);
      M.store64(word, M.load64(word) | bits);
      at +%= n;
    };
  };

  /// Returns how many 8-byte words an object takes.
  public func object_words(item : Nat32) : Nat32 {
    let tag = M.load8(item);
    if (tag == 3) { return 1 +% M.load32(item +% 4) };
    if (tag < 8) { return 1 +% (M.load32(item) >> 8) };
    if (tag < 10) { return 1 +% ((M.load32(item +% 4) +% 7) >> 3) };
    if (tag == 10) { return 1 +% ((M.load32(item +% 4) +% 1) >> 1) };
    2
  };

  func drain() : () {
    let bottom = M.load32(0x70);
    let start = M.load32(0x60);
    let end = M.load32(0x64);
    while (M.load32(0x74) != bottom) {
      let top = M.load32(0x74) -% 4;
      M.store32(0x74, top);
      let item = M.load32(top);
      let slots = item +% (object_words(item) << 3);
      var slot = item +% 8;
      while (slot < slots) {
        let value = M.load64(slot);
        if ((value & 3) == 1) {
          let target = M.wrap(value) -% 1;
          if (target >= start and target < end) { mark(target) };
        };
        slot +%= 8;
      };
    };
  };

  /// Writes the number of live words before each word of the bitmap; returns their sum.
  func count_live(words : Nat32) : Nat32 {
    let bitmap = M.load32(0x68);
    let counts = M.load32(0x6c);
    var live : Nat32 = 0;
    var i : Nat32 = 0;
    while (i < words) {
      M.store32(counts +% (i << 2), live);
      live +%= M.wrap(M.popcnt64(M.load64(bitmap +% (i << 3))));
      i +%= 1;
    };
    live
  };

  /// Returns where a live object will be.
  func forward(item : Nat32) : Nat32 {
    let start = M.load32(0x60);
    let index = (item -% start) >> 3;
    let bits = M.load64(M.load32(0x68) +% ((index >> 6) << 3));
    let below = bits & (((1 : Nat64) << M.extend(index & 63)) -% 1);
    start +% ((M.load32(M.load32(0x6c) +% ((index >> 6) << 2)) +% M.wrap(M.popcnt64(below))) << 3)
  };

  /// Corrects the slots of all live objects, which are still where they were.
  func update_slots(words : Nat32) : () {
    let start = M.load32(0x60);
    let end = M.load32(0x64);
    let total = words << 6;
    var index = next_bit(0, total, 0);
    while (index < total) {
      let item = start +% (index << 3);
      let size = object_words(item);
      if (M.load8(item) == 13) { update_weak(item) };
      if (M.load8(item) < 8) {
        var slot = item +% 8;
        let slots = item +% (size << 3);
        while (slot < slots) {
          let value = M.load64(slot);
          if ((value & 3) == 1) {
            let target = M.wrap(value) -% 1;
            if (target >= start and target < end) { M.store64(slot, M.extend(forward(target)) | 1) };
          };
          slot +%= 8;
        };
      };
      index := next_bit(index +% size, total, 0);
    };
  };

  /// A weak reference follows its value, or is emptied if the value goes.
  func update_weak(item : Nat32) : () {
    let value = M.load64(item +% 8);
    if ((value & 3) != 1) { return };
    let target = M.wrap(value) -% 1;
    if (target < M.load32(0x60) or target >= M.load32(0x64)) { return };
    let index = (target -% M.load32(0x60)) >> 3;
    let bits = M.load64(M.load32(0x68) +% ((index >> 6) << 3));
    if ((bits & ((1 : Nat64) << M.extend(index & 63))) != 0) {
      M.store64(item +% 8, M.extend(forward(target)) | 1);
    } else {
      M.store64(item +% 8, 3);
      M.store32(item +% 4, 1);
    };
  };

  /// Moves each run of live words down.
  func slide(words : Nat32) : () {
    let start = M.load32(0x60);
    let total = words << 6;
    var to = start;
    var index = next_bit(0, total, 0);
    while (index < total) {
      let stop = next_bit(index, total, 0xffff_ffff_ffff_ffff);
      let bytes = (stop -% index) << 3;
      let from = start +% (index << 3);
      if (to != from) { M.memoryCopy(to, from, bytes) };
      to +%= bytes;
      index := next_bit(stop, total, 0);
    };
  };

  /// Returns the first index from `from` on whose bit is set (flip = 0) or clear (flip = all ones), or `total`.
  func next_bit(from : Nat32, total : Nat32, flip : Nat64) : Nat32 {
    if (from >= total) { return total };
    let bitmap = M.load32(0x68);
    var word = from >> 6;
    let words = total >> 6;
    var bits = (M.load64(bitmap +% (word << 3)) ^ flip) & (0xffff_ffff_ffff_ffff << M.extend(from & 63));
    while (bits == 0) {
      word +%= 1;
      if (word >= words) { return total };
      bits := M.load64(bitmap +% (word << 3)) ^ flip;
    };
    (word << 6) +% M.wrap(M.ctz64(bits))
  };
}
