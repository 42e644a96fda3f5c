/// Whether the stable object of an older version may be kept: every value of the old type must be one of the new type, with nothing lost.
/// Types are offsets of nodes in two type sections; the answer is 1 or 0.
///
/// Scratch words: 0x1d0 old section, 0x1d4 new section, 0x1d8 pairs seen (8 bytes each: old, new), 0x1dc their number, 0x1e0 room. A pair that
/// is seen again counts as compatible, which is right because one refusal refuses all.
import M "mo:machine";
import Memory "memory";

module {
  /// Sections are given by their addresses: the old one's is that of a BLOB's bytes.
  public func types_compatible(old_section : Nat32, old_type : Nat32, new_section : Nat32, new_type : Nat32) : Nat32 {
    M.store32(0x1d0, old_section);
    M.store32(0x1d4, new_section);
    M.store32(0x1d8, Memory.alloc(512));
    M.store32(0x1dc, 0);
    M.store32(0x1e0, 64);
    if (stable_fields(old_section +% old_type, new_section +% new_type)) { 1 } else { 0 };
  };

  /// The stable object: fields may be added, and change between `let` and `var`; none may go.
  func stable_fields(old : Nat32, new : Nat32) : Bool {
    let n = M.load32(old +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let field = old +% 8 +% (i << 4);
      let target = field_with(new, M.load32(field), 16);
      if (target == 0) { return false };
      if (not compatible(old_node(field +% 12), new_node(target +% 12), false)) { return false };
      i +%= 1;
    };
    true
  };

  func old_node(at : Nat32) : Nat32 { M.load32(0x1d0) +% M.load32(at) };
  func new_node(at : Nat32) : Nat32 { M.load32(0x1d4) +% M.load32(at) };

  /// Returns the address of the field or case with a hash, or 0.
  func field_with(node : Nat32, hash : Nat32, stride : Nat32) : Nat32 {
    let n = M.load32(node +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let field = node +% 8 +% i *% stride;
      if (M.load32(field) == hash) { return field };
      i +%= 1;
    };
    0
  };

  /// Returns whether the pair is seen for the first time, and remembers it. Pairs below something mutable are marked in bit 0 of the new node.
  func first_time(old : Nat32, new : Nat32) : Bool {
    let pairs = M.load32(0x1d8);
    let n = M.load32(0x1dc);
    var i : Nat32 = 0;
    while (i < n) {
      if (M.load32(pairs +% (i << 3)) == old and M.load32(pairs +% (i << 3) +% 4) == new) { return false };
      i +%= 1;
    };
    if (n == M.load32(0x1e0)) {
      let to = Memory.alloc(n << 4);
      M.memoryCopy(to, pairs, n << 3);
      M.store32(0x1d8, to);
      M.store32(0x1e0, n << 1);
    };
    M.store32(M.load32(0x1d8) +% (n << 3), old);
    M.store32(M.load32(0x1d8) +% (n << 3) +% 4, new);
    M.store32(0x1dc, n +% 1);
    true
  };

  /// Returns whether old values are new ones. Below `var` and `[var]` both types must be the same (`exact`).
  func compatible(old : Nat32, new : Nat32, exact : Bool) : Bool {
    let a = M.load32(old);
    let b = M.load32(new);
    if (not exact) {
      if (a == 18 or (a == 2 and b == 3) or (a == 0 and b == 20)) { return true };
    };
    if (a != b) { return false };
    if (a <= 19 or a == 29 or a == 30) { return true };
    if (not first_time(old, if (exact) { new | 1 } else { new })) { return true };
    if (a == 20 or a == 21 or a == 31) { return compatible(old_node(old +% 4), new_node(new +% 4), exact) };
    if (a == 22) { return compatible(old_node(old +% 4), new_node(new +% 4), true) };
    if (a == 23) { return same_list(old +% 4, new +% 4, exact) };
    if (a == 24) { return same_fields(old, new, exact) };
    if (a == 25) { return cases(old, new, exact) };
    if (a == 26) { return function(old, new) };
    if (a == 27) { return actor_type(old, new) };
    false
  };

  /// Two counted lists of types of the same length.
  func same_list(old : Nat32, new : Nat32, exact : Bool) : Bool {
    let n = M.load32(old);
    if (n != M.load32(new)) { return false };
    var i : Nat32 = 0;
    while (i < n) {
      let at = 4 +% (i << 2);
      if (not compatible(old_node(old +% at), new_node(new +% at), exact)) { return false };
      i +%= 1;
    };
    true
  };

  /// Records keep their fields: one more would be missing in old values, one less would be lost.
  func same_fields(old : Nat32, new : Nat32, exact : Bool) : Bool {
    let n = M.load32(old +% 4);
    if (n != M.load32(new +% 4)) { return false };
    var i : Nat32 = 0;
    while (i < n) {
      let at = 8 +% (i << 4);
      let mutable = M.load32(old +% at +% 8);
      if (M.load32(old +% at) != M.load32(new +% at) or mutable != M.load32(new +% at +% 8)) { return false };
      if (not compatible(old_node(old +% at +% 12), new_node(new +% at +% 12), exact or mutable == 1)) { return false };
      i +%= 1;
    };
    true
  };

  /// Variants may gain cases.
  func cases(old : Nat32, new : Nat32, exact : Bool) : Bool {
    let n = M.load32(old +% 4);
    if (exact and n != M.load32(new +% 4)) { return false };
    var i : Nat32 = 0;
    while (i < n) {
      let at = old +% 8 +% i *% 12;
      let target = field_with(new, M.load32(at), 12);
      if (target == 0) { return false };
      if (not compatible(old_node(at +% 8), new_node(target +% 8), exact)) { return false };
      i +%= 1;
    };
    true
  };

  // References hold no data: shared functions and actors must have the same shape, word for word in structure.

  func function(old : Nat32, new : Nat32) : Bool {
    if (M.load32(old +% 4) != M.load32(new +% 4)) { return false };
    let skip = (M.load32(old +% 8) +% 1) << 2;
    same_list(old +% 8, new +% 8, true) and same_list(old +% 8 +% skip, new +% 8 +% skip, true)
  };

  func actor_type(old : Nat32, new : Nat32) : Bool {
    let n = M.load32(new +% 4);
    if (n != M.load32(old +% 4)) { return false };
    var i : Nat32 = 0;
    while (i < n) {
      let at = 8 +% i *% 12;
      if (M.load32(old +% at) != M.load32(new +% at)) { return false };
      if (not compatible(old_node(old +% at +% 8), new_node(new +% at +% 8), true)) { return false };
      i +%= 1;
    };
    true
  };
}
