/// Objects whose shape is not the expected one, arrays, and structural equality.
///
/// The shape registry (0x20) is an ARRAY of BLOBs of label hashes, sorted by shape. A cache of 64 entries at 0x800 (shape, address
/// of the BLOB) spares the search; a collection empties it.
import M "mo:machine";
import Memory "memory";
import Int "int";
import Text "text";

module {
  /// Returns the FNV-1a hash of `n` words.
  public func shape_of_labels(from : Nat32, n : Nat32) : Nat32 {
    var hash : Nat32 = 0x811c_9dc5;
    var i : Nat32 = 0;
    while (i < n << 2) {
      hash := (hash ^ M.load8(from +% i)) *% 0x0100_0193;
      i +%= 1;
    };
    hash
  };

  func shape_of_blob(blob : Nat32) : Nat32 { shape_of_labels(blob +% 8, Memory.aux_of(blob) >> 2) };

  /// Returns the address of the BLOB of an object's label hashes.
  public func labels_of(item : Nat32) : Nat32 {
    let shape = Memory.aux_of(item);
    let entry = 0x800 +% ((shape & 63) << 3);
    if (M.load32(entry) == shape and M.load32(entry +% 4) != 0) { return M.load32(entry +% 4) };
    let blob = find_shape(shape);
    if (blob == 0) { M.trapText("the shape of an object is not registered") };
    M.store32(entry, shape);
    M.store32(entry +% 4, blob);
    blob
  };

  func find_shape(shape : Nat32) : Nat32 {
    let registry = M.load64(0x20);
    if (registry == 3) { return 0 };
    let array = Memory.address(registry);
    var low : Nat32 = 0;
    var high = Memory.aux_of(array);
    while (low < high) {
      let middle = (low +% high) >> 1;
      let blob = Memory.address(M.load64(array +% 8 +% (middle << 3)));
      let found = shape_of_blob(blob);
      if (found == shape) { return blob };
      if (found < shape) { low := middle +% 1 } else { high := middle };
    };
    0
  };

  /// Returns the address of the slot of a field, wherever it is.
  public func object_slot(value : Nat64, hash : Nat32) : Nat32 {
    let slot = find_slot(Memory.address(value), hash);
    if (slot == 0) { M.trapText("an object lacks a field that its type has") };
    slot
  };

  /// Returns the address of the slot of a field, or 0.
  public func find_slot(item : Nat32, hash : Nat32) : Nat32 {
    let labels = labels_of(item);
    var low : Nat32 = 0;
    var high = Memory.aux_of(labels) >> 2;
    while (low < high) {
      let middle = (low +% high) >> 1;
      let found = M.load32(labels +% 8 +% (middle << 2));
      if (found == hash) { return item +% 8 +% (middle << 3) };
      if (found < hash) { low := middle +% 1 } else { high := middle };
    };
    0
  };

  /// Returns whether the stable object has a field.
  public func stable_has(stable_object : Nat64, hash : Nat32) : Nat32 {
    if (stable_object == 3) { return 0 };
    if (find_slot(Memory.address(stable_object), hash) == 0) { 0 } else { 1 };
  };

  public func stable_get(stable_object : Nat64, hash : Nat32) : Nat64 { M.load64(object_slot(stable_object, hash)) };

  /// Adds the shapes of a module to the registry. At `table` are `count` shapes: each its hash, a number of labels and
  /// their hashes.
  public func shapes_register(table : Nat32, count : Nat32) : () {
    var at = table;
    var i : Nat32 = 0;
    while (i < count) {
      let shape = M.load32(at);
      let n = M.load32(at +% 4);
      if (find_shape(shape) == 0) { insert_shape(shape, Memory.blob_from(at +% 8, n << 2)) };
      at +%= (n +% 2) << 2;
      i +%= 1;
    };
    M.memoryFill(0x800, 0, 0x200);
  };

  func insert_shape(shape : Nat32, blob : Nat64) : () {
    var old_count : Nat32 = 0;
    var old : Nat32 = 0;
    if (M.load64(0x20) != 3) {
      old := Memory.address(M.load64(0x20));
      old_count := Memory.aux_of(old);
    };
    let new = Memory.new_array(old_count +% 1);
    var i : Nat32 = 0;
    var to = new +% 8;
    while (i < old_count) {
      let entry = M.load64(old +% 8 +% (i << 3));
      if (to == new +% 8 +% (i << 3) and shape_of_blob(Memory.address(entry)) > shape) {
        M.store64(to, blob);
        to +%= 8;
      };
      M.store64(to, entry);
      to +%= 8;
      i +%= 1;
    };
    if (to == new +% 8 +% (i << 3)) { M.store64(to, blob) };
    M.store64(0x20, Memory.pointer(new));
  };

  // Arrays.

  /// Returns a new ARRAY whose slots all hold one value. The size is a Nat value.
  /// Copies elements from one array into another, or within one.
  public func array_move(from : Nat64, start : Nat64, to : Nat64, at : Nat64, count : Nat64) : () {
    if (count == 0) { return };
    let source = Memory.address(from);
    let target = Memory.address(to);
    // Large numbers are odd here, and no array has that many elements.
    let most : Nat64 = 0x2_0000_0000;
    if (((start | at | count) & 1) == 1 or start > most or at > most or count > most
        or start +% count > M.extend(Memory.aux_of(source)) << 1
        or at +% count > M.extend(Memory.aux_of(target)) << 1) { M.trapText("Array index out of bounds") };
    let first = target +% 8 +% (M.wrap(at) << 2);
    let bytes = M.wrap(count) << 2;
    M.memoryCopy(first, source +% 8 +% (M.wrap(start) << 2), bytes);
    let old_end = M.load32(0x0c);
    if (target < old_end) {
      var slot = first;
      while (slot < first +% bytes) {
        let value = M.load64(slot);
        if ((value & 3) == 1 and M.wrap(value) > old_end) { Memory.remember(slot) };
        slot +%= 8;
      };
    };
  };

  public func array_new(size : Nat64, fill : Nat64) : Nat64 {
    if ((size & 1) == 1 or size >= 0x4000_0000) { M.trapText("out of memory: an array this large") };
    let n = M.wrap(size >> 1);
    let at = Memory.new_array(n);
    if (fill != 0) {
      var slot = at +% 8;
      let end = slot +% (n << 3);
      while (slot < end) {
        M.store64(slot, fill);
        slot +%= 8;
      };
    };
    Memory.pointer(at)
  };

  /// Returns the address of element `index` (a Nat value); traps out of bounds.
  public func array_slot(array : Nat64, index : Nat64) : Nat32 {
    let at = Memory.address(array);
    if ((index & 1) == 1 or (index >> 1) >= M.extend(Memory.aux_of(at))) { M.trapText("index out of bounds") };
    at +% 8 +% (M.wrap(index >> 1) << 3)
  };

  /// Copies `n` slots from one array into another (which may be the same). Indices are trusted.
  public func array_copy(to : Nat64, to_index : Nat32, from : Nat64, from_index : Nat32, n : Nat32) : () {
    let target = Memory.address(to) +% 8 +% (to_index << 3);
    let source = Memory.address(from) +% 8 +% (from_index << 3);
    if (target >= M.load32(0x0c)) { M.memoryCopy(target, source, n << 3); return };
    var i : Nat32 = 0;
    while (i < n) {
      let k = if (target <= source) { i } else { n -% 1 -% i };
      Memory.set_slot(target +% (k << 3), M.load64(source +% (k << 3)));
      i +%= 1;
    };
  };

  /// Returns a new ARRAY with the slots of another (for toArray and toVarArray).
  public func array_clone(array : Nat64) : Nat64 {
    let from = Memory.address(array);
    let n = Memory.aux_of(from);
    let at = Memory.new_array(n);
    M.memoryCopy(at +% 8, from +% 8, n << 3);
    Memory.pointer(at)
  };

  // Options and variants.

  /// Returns `?v`.
  public func some(value : Nat64) : Nat64 {
    if (value == 3 or ((value & 3) == 1 and Memory.tag_of(Memory.address(value)) == 5)) {
      let at = Memory.new_object(5, 1, 0, 8);
      M.store64(at +% 8, value);
      return Memory.pointer(at);
    };
    value
  };

  /// Returns the `v` of `?v`.
  public func unwrap(value : Nat64) : Nat64 {
    if ((value & 3) == 1) {
      let at = Memory.address(value);
      if (Memory.tag_of(at) == 5) { return M.load64(at +% 8) };
    };
    value
  };

  /// Returns the label hash of a variant.
  public func variant_tag(value : Nat64) : Nat32 {
    if ((value & 7) == 7) { M.wrap(value >> 32) } else { Memory.aux_of(Memory.address(value)) };
  };

  /// Returns the payload of a variant: the unit if it is a bare case.
  public func variant_payload(value : Nat64) : Nat64 {
    if ((value & 7) == 7) { 0 } else { M.load64(Memory.address(value) +% 8) };
  };

  // Equality.

  func child(ty : Nat32) : Nat32 { M.typeSection() +% M.load32(ty) };

  /// Returns whether two values of a type are equal. The type is the address of its node.
  public func equal(ty : Nat32, a : Nat64, b : Nat64) : Nat32 {
    let kind = M.load32(ty);
    if (kind == 12 or kind == 29) { return if (Memory.unbox_float(a) == Memory.unbox_float(b)) { 1 } else { 0 } };
    if (a == b and kind < 18) { return 1 };
    if (kind <= 11) {
      if (kind == 2 or kind == 3) { return if (Int.int_cmp(a, b) == 0) { 1 } else { 0 } };
      if (kind == 7 or kind == 11) { return if (Memory.unbox64(a) == Memory.unbox64(b)) { 1 } else { 0 } };
      return 0;
    };
    if (kind == 13) { return 0 };
    if (kind <= 16 or kind == 27) { return Text.blob_eq(a, b) };
    if (kind == 20) { return equal_options(ty, a, b) };
    if (kind == 21 or kind == 22) { return equal_arrays(ty, a, b) };
    if (kind == 23) { return equal_tuples(ty, a, b) };
    if (kind == 24) { return equal_objects(ty, a, b) };
    if (kind == 25) { return equal_variants(ty, a, b) };
    if (kind == 26) { return equal_methods(a, b) };
    if (a == b) { 1 } else { 0 };
  };

  func equal_options(ty : Nat32, a : Nat64, b : Nat64) : Nat32 {
    if (a == 3 or b == 3) { return if (a == b) { 1 } else { 0 } };
    equal(child(ty +% 4), unwrap(a), unwrap(b))
  };

  func equal_arrays(ty : Nat32, a : Nat64, b : Nat64) : Nat32 {
    let x = Memory.address(a);
    let y = Memory.address(b);
    let n = Memory.aux_of(x);
    if (n != Memory.aux_of(y)) { return 0 };
    let element = child(ty +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      if (equal(element, M.load64(x +% 8 +% (i << 3)), M.load64(y +% 8 +% (i << 3))) == 0) { return 0 };
      i +%= 1;
    };
    1
  };

  func equal_tuples(ty : Nat32, a : Nat64, b : Nat64) : Nat32 {
    let n = M.load32(ty +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let at = 8 +% (i << 3);
      if (equal(child(ty +% 8 +% (i << 2)), M.load64(Memory.address(a) +% at), M.load64(Memory.address(b) +% at)) == 0) { return 0 };
      i +%= 1;
    };
    1
  };

  func equal_objects(ty : Nat32, a : Nat64, b : Nat64) : Nat32 {
    if (a == b and M.load32(ty +% 4) == 0) { return 1 };
    let n = M.load32(ty +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let field = ty +% 8 +% (i << 4);
      let hash = M.load32(field);
      if (equal(child(field +% 12), M.load64(object_slot(a, hash)), M.load64(object_slot(b, hash))) == 0) { return 0 };
      i +%= 1;
    };
    1
  };

  func equal_variants(ty : Nat32, a : Nat64, b : Nat64) : Nat32 {
    let hash = variant_tag(a);
    if (hash != variant_tag(b)) { return 0 };
    if ((a & 7) == 7) { return 1 };
    let n = M.load32(ty +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let case_at = ty +% 8 +% (i *% 12);
      if (M.load32(case_at) == hash) { return equal(child(case_at +% 8), variant_payload(a), variant_payload(b)) };
      i +%= 1;
    };
    0
  };

  func equal_methods(a : Nat64, b : Nat64) : Nat32 {
    let x = Memory.address(a);
    let y = Memory.address(b);
    Text.blob_eq(M.load64(x +% 8), M.load64(y +% 8)) & Text.blob_eq(M.load64(x +% 16), M.load64(y +% 16))
  };
}
