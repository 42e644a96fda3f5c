/// Candid types during one encoding or decoding: the wire's type table and the app's own types in one form.
///
/// A *reference* is a word: a primitive (0x80000000 | code, where code 1 is null, 2 bool ... 17 empty, 24 principal; 0x100 set for a
/// Char, which travels as nat32, 0x200 for the unit, which travels as null), or the index of an entry; 0x40000000 marks entries of the app's own types.
///
/// An *entry* is an array of words: opcode (18 opt, 19 vec, 20 record, 21 variant, 22 func, 23 service), count, node (address in the type
/// section; 0 for the wire's), shape; then opt and vec: reference; record and variant: count times (hash, reference, extra), ascending
/// hash, where extra is the slot (record) or the label's hash in memory (variant); func: flags in count, then number of arguments,
/// number of results, references; service: count times (address of name, bytes of name, reference), ascending.
///
/// State: 0x188 wire entries (array of addresses), 0x18c their number, 0x190 own entries, 0x194 their number, 0x198 room,
/// 0x19c memo from node to entry, 0x1a0 the entry of `blob` plus one, 0x1ac pairs of the subtype check, 0x1b0 their number, 0x1b4 room,
/// 0x1b8 heads of their chains.
import M "mo:machine";
import Memory "memory";
import Text "text";
import Value "value";

module {
  /// Forgets all entries: to be called before each encoding or decoding.
  public func begin() : () {
    M.store32(0x188, 0);
    M.store32(0x18c, 0);
    M.store32(0x194, 0);
    M.store32(0x198, 64);
    M.store32(0x190, Memory.alloc(256));
    M.store32(0x19c, Memory.alloc((M.load32(M.typeSection()) +% 1) << 2));
    M.store32(0x1a0, 0);
    M.store32(0x1ac, 0);
    M.store32(0x1b0, 0);
    M.store32(0x1b4, 0);
  };

  /// Returns the address of an entry.
  public func entry(reference : Nat32) : Nat32 {
    if ((reference & 0x4000_0000) != 0) {
      M.load32(M.load32(0x190) +% ((reference & 0x3fff_ffff) << 2));
    } else {
      M.load32(M.load32(0x188) +% (reference << 2));
    };
  };

  public func is_primitive(reference : Nat32) : Bool { reference >= 0x8000_0000 };

  /// Returns the opcode of a type, of primitives too.
  public func opcode(reference : Nat32) : Nat32 {
    if (reference >= 0x8000_0000) { reference & 0xff } else { M.load32(entry(reference)) };
  };

  func child(at : Nat32) : Nat32 { M.typeSection() +% M.load32(at) };

  public func is_unit(node : Nat32) : Bool { M.load32(node) == 23 and M.load32(node +% 4) == 0 };

  /// Returns the reference of the type at a node of the type section.
  public func own(node : Nat32) : Nat32 {
    let kind = M.load32(node);
    if (kind <= 18 or kind == 29) { return own_scalar(kind) };
    if (is_unit(node)) { return 0x8000_0201 };
    let memo = M.load32(0x19c) +% (node -% M.typeSection());
    let known = M.load32(memo);
    if (known != 0) { return (known -% 1) | 0x4000_0000 };
    let index = new_index();
    M.store32(memo, index +% 1);
    let at = own_entry(node, kind);
    M.store32(M.load32(0x190) +% (index << 2), at);
    index | 0x4000_0000
  };

  func new_index() : Nat32 {
    let index = M.load32(0x194);
    if (index == M.load32(0x198)) {
      let to = Memory.alloc(index << 3);
      M.memoryCopy(to, M.load32(0x190), index << 2);
      M.store32(0x190, to);
      M.store32(0x198, index << 1);
    };
    M.store32(0x194, index +% 1);
    index
  };

  func own_scalar(kind : Nat32) : Nat32 {
    if (kind == 13) { return 0x8000_0107 };
    if (kind == 12) { return 0x8000_000e };
    if (kind == 29) { return 0x8000_000d };
    if (kind == 14) { return 0x8000_000f };
    if (kind == 15) { return blob_type() };
    if (kind == 16) { return 0x8000_0018 };
    if (kind == 17) { return 0x8000_0010 };
    if (kind == 18) { return 0x8000_0011 };
    0x8000_0001 +% kind
  };

  func blob_type() : Nat32 {
    let known = M.load32(0x1a0);
    if (known != 0) { return (known -% 1) | 0x4000_0000 };
    let index = new_index();
    let at = new_entry(19, 0, 0, 4);
    M.store32(at +% 16, 0x8000_0005);
    M.store32(M.load32(0x190) +% (index << 2), at);
    M.store32(0x1a0, index +% 1);
    index | 0x4000_0000
  };

  public func new_entry(op : Nat32, count : Nat32, node : Nat32, body : Nat32) : Nat32 {
    let at = Memory.alloc(16 +% body);
    M.store32(at, op);
    M.store32(at +% 4, count);
    M.store32(at +% 8, node);
    at
  };

  func own_entry(node : Nat32, kind : Nat32) : Nat32 {
    if (kind == 20 or kind == 21 or kind == 22) {
      let at = new_entry(if (kind == 20) { 18 } else { 19 }, 0, node, 4);
      M.store32(at +% 16, own(child(node +% 4)));
      return at;
    };
    if (kind == 23) { return own_tuple(node) };
    if (kind == 24 or kind == 25) { return own_fields(node, kind) };
    if (kind == 26) { return own_function(node) };
    if (kind == 27) { return own_service(node) };
    M.trapText("a value of this type cannot leave the app")
  };

  func own_tuple(node : Nat32) : Nat32 {
    let n = M.load32(node +% 4);
    let at = new_entry(20, n, node, n *% 12);
    var i : Nat32 = 0;
    while (i < n) {
      let field = at +% 16 +% i *% 12;
      M.store32(field, i);
      M.store32(field +% 4, own(child(node +% 8 +% (i << 2))));
      M.store32(field +% 8, i);
      i +%= 1;
    };
    at
  };

  /// Records and variants. Fields are put in order of their Candid hash, which is not that of memory if a label is escaped.
  func own_fields(node : Nat32, kind : Nat32) : Nat32 {
    let n = M.load32(node +% 4);
    let stride : Nat32 = if (kind == 24) { 16 } else { 12 };
    let at = new_entry(if (kind == 24) { 20 } else { 21 }, n, node, n *% 12);
    var i : Nat32 = 0;
    while (i < n) {
      let field = node +% 8 +% i *% stride;
      let hash = candid_hash(M.load32(field), child(field +% 4));
      var to = at +% 16 +% i *% 12;
      while (to > at +% 16 and M.load32(to -% 12) > hash) {
        M.memoryCopy(to, to -% 12, 12);
        to -%= 12;
      };
      M.store32(to, hash);
      M.store32(to +% 8, if (kind == 24) { i } else { M.load32(field) });
      let node_of_type = child(field +% stride -% 4);
      // References are found last, when the entry's order stands: until then the node.
      M.store32(to +% 4, node_of_type);
      i +%= 1;
    };
    i := 0;
    while (i < n) {
      let slot = at +% 20 +% i *% 12;
      let field_node = M.load32(slot);
      M.store32(slot, own(field_node));
      i +%= 1;
    };
    if (kind == 24) { M.store32(at +% 12, shape_of(node, n)) };
    at
  };

  /// Returns the shape of objects with exactly the fields of a type.
  func shape_of(node : Nat32, n : Nat32) : Nat32 {
    let hashes = Memory.alloc(n << 2);
    var i : Nat32 = 0;
    while (i < n) {
      M.store32(hashes +% (i << 2), M.load32(node +% 8 +% (i << 4)));
      i +%= 1;
    };
    Value.shape_of_labels(hashes, n)
  };

  /// Returns a label's hash on the wire: `_12_` is the number 12, and `else_` is `else`.
  func candid_hash(hash : Nat32, label_at : Nat32) : Nat32 {
    let n = M.load32(label_at);
    let text = label_at +% 4;
    if (n < 2 or M.load8(text +% n -% 1) != 0x5f) { return hash };
    if (n > 2 and M.load8(text) == 0x5f) {
      var number : Nat64 = 0;
      var i : Nat32 = 1;
      while (i +% 1 < n and M.load8(text +% i) -% 0x30 < 10 and number < 0x1_0000_0000) {
        number := number *% 10 +% M.extend(M.load8(text +% i) -% 0x30);
        i +%= 1;
      };
      if (i +% 1 == n and number < 0x1_0000_0000) { return M.wrap(number) };
    };
    var result : Nat32 = 0;
    var i : Nat32 = 0;
    while (i +% 1 < n) {
      result := result *% 223 +% M.load8(text +% i);
      i +%= 1;
    };
    result
  };

  func own_function(node : Nat32) : Nat32 {
    let n = M.load32(node +% 8);
    let m = M.load32(node +% 12 +% (n << 2));
    let mode = M.load32(node +% 4);
    let flags : Nat32 = if (mode == 1) { 1 } else if (mode == 3) { 2 } else if (mode == 2) { 4 } else { 0 };
    let at = new_entry(22, flags, node, (n +% m +% 2) << 2);
    M.store32(at +% 16, n);
    M.store32(at +% 20, m);
    var i : Nat32 = 0;
    while (i < n) {
      M.store32(at +% 24 +% (i << 2), own(child(node +% 12 +% (i << 2))));
      i +%= 1;
    };
    i := 0;
    while (i < m) {
      M.store32(at +% 24 +% ((n +% i) << 2), own(child(node +% 16 +% ((n +% i) << 2))));
      i +%= 1;
    };
    at
  };

  func own_service(node : Nat32) : Nat32 {
    let n = M.load32(node +% 4);
    let at = new_entry(23, n, node, n *% 12);
    var i : Nat32 = 0;
    while (i < n) {
      let method = node +% 8 +% i *% 12;
      let to = at +% 16 +% i *% 12;
      M.store32(to, child(method +% 4) +% 4);
      M.store32(to +% 4, M.load32(child(method +% 4)));
      M.store32(to +% 8, own(child(method +% 8)));
      i +%= 1;
    };
    at
  };

  // Subtyping. Pairs in question count as true until the answer is known; those that leaned on a wrong guess are dropped.

  /// Returns whether values of type `a` can be read as type `b`.
  public func is_subtype(a : Nat32, b : Nat32) : Bool { subtype(a, b, 0) };

  func subtype(a : Nat32, b : Nat32, depth : Nat32) : Bool {
    if (depth > 500) { M.trapText("Candid: types nest too deeply") };
    if (a == b) { return true };
    let op_a = opcode(a);
    let op_b = opcode(b);
    if (op_b == 16 or op_a == 17) { return true };
    if (op_b == 18 and (op_a == 1 or op_a == 18)) { return true };
    if (op_b == 18) { return true };
    if (is_primitive(a) or is_primitive(b)) {
      return op_a == op_b or (op_a == 3 and op_b == 4) or (op_a == 23 and op_b == 24);
    };
    if (op_a != op_b) { return false };
    let known = find_pair(a, b);
    if (known != 0) { return M.load32(known +% 8) == 1 };
    let count = M.load32(0x1b0);
    add_pair(a, b, 1);
    if (subtype_entries(entry(a), entry(b), op_a, depth +% 1)) { return true };
    while (M.load32(0x1b0) > count) { drop_pair() };
    add_pair(a, b, 2);
    false
  };

  func subtype_entries(x : Nat32, y : Nat32, op : Nat32, depth : Nat32) : Bool {
    if (op == 19) { return subtype(M.load32(x +% 16), M.load32(y +% 16), depth) };
    if (op == 20) { return subtype_record(x, y, depth) };
    if (op == 21) { return subtype_variant(x, y, depth) };
    if (op == 22) { return subtype_function(x, y, depth) };
    subtype_service(x, y, depth)
  };

  /// Returns whether a value that is not there can be read as this type.
  public func may_be_missing(reference : Nat32) : Bool {
    let op = opcode(reference);
    op == 1 or op == 16 or op == 18
  };

  func subtype_record(x : Nat32, y : Nat32, depth : Nat32) : Bool {
    let ends = x +% 16 +% M.load32(x +% 4) *% 12;
    let wanted_ends = y +% 16 +% M.load32(y +% 4) *% 12;
    var at = x +% 16;
    var wanted = y +% 16;
    while (wanted < wanted_ends) {
      let hash = M.load32(wanted);
      while (at < ends and M.load32(at) < hash) { at +%= 12 };
      if (at < ends and M.load32(at) == hash) {
        if (not subtype(M.load32(at +% 4), M.load32(wanted +% 4), depth)) { return false };
      } else {
        if (not may_be_missing(M.load32(wanted +% 4))) { return false };
      };
      wanted +%= 12;
    };
    true
  };

  func subtype_variant(x : Nat32, y : Nat32, depth : Nat32) : Bool {
    let ends = x +% 16 +% M.load32(x +% 4) *% 12;
    var at = x +% 16;
    while (at < ends) {
      let target = find_field(y, M.load32(at));
      if (target == 0) { return false };
      if (not subtype(M.load32(at +% 4), M.load32(target +% 4), depth)) { return false };
      at +%= 12;
    };
    true
  };

  /// Returns the address of the field with a hash in an entry, or 0.
  public func find_field(at : Nat32, hash : Nat32) : Nat32 {
    var low : Nat32 = 0;
    var high = M.load32(at +% 4);
    while (low < high) {
      let middle = (low +% high) >> 1;
      let field = at +% 16 +% middle *% 12;
      let found = M.load32(field);
      if (found == hash) { return field };
      if (found < hash) { low := middle +% 1 } else { high := middle };
    };
    0
  };

  func subtype_function(x : Nat32, y : Nat32, depth : Nat32) : Bool {
    if (M.load32(x +% 4) != M.load32(y +% 4)) { return false };
    let n = M.load32(x +% 16);
    let wanted_n = M.load32(y +% 16);
    subtype_sequence(y +% 24, wanted_n, x +% 24, n, depth)
    and subtype_sequence(x +% 24 +% (n << 2), M.load32(x +% 20), y +% 24 +% (wanted_n << 2), M.load32(y +% 20), depth)
  };

  /// Returns whether a sequence of values can be read as another: more is dropped, missing ones must be optional.
  public func subtype_sequence(x : Nat32, n : Nat32, y : Nat32, m : Nat32, depth : Nat32) : Bool {
    var i : Nat32 = 0;
    while (i < m) {
      let wanted = M.load32(y +% (i << 2));
      if (i < n) {
        if (not subtype(M.load32(x +% (i << 2)), wanted, depth)) { return false };
      } else {
        if (not may_be_missing(wanted)) { return false };
      };
      i +%= 1;
    };
    true
  };

  func subtype_service(x : Nat32, y : Nat32, depth : Nat32) : Bool {
    let n = M.load32(x +% 4);
    let m = M.load32(y +% 4);
    var i : Nat32 = 0;
    var j : Nat32 = 0;
    while (j < m) {
      let wanted = y +% 16 +% j *% 12;
      var order : Nat32 = 1;
      while (i < n and order != 0) {
        order := if (same_name(x +% 16 +% i *% 12, wanted)) { 0 } else { 1 };
        i +%= 1;
      };
      if (order != 0) { return false };
      // i is already past the method found: its reference lies at 16 + (i - 1) * 12 + 8.
      if (not subtype(M.load32(x +% 12 +% i *% 12), M.load32(wanted +% 8), depth)) { return false };
      j +%= 1;
    };
    true
  };

  func same_name(a : Nat32, b : Nat32) : Bool {
    let n = M.load32(a +% 4);
    if (n != M.load32(b +% 4)) { return false };
    var i : Nat32 = 0;
    while (i < n) {
      if (M.load8(M.load32(a) +% i) != M.load8(M.load32(b) +% i)) { return false };
      i +%= 1;
    };
    true
  };

  // The pairs: 16 bytes each (a, b, answer, next in chain plus one), in 256 chains.

  func chain(a : Nat32, b : Nat32) : Nat32 { M.load32(0x1b8) +% (((a *% 31 +% b) & 255) << 2) };

  func pair(i : Nat32) : Nat32 { M.load32(0x1ac) +% (i << 4) };

  func find_pair(a : Nat32, b : Nat32) : Nat32 {
    if (M.load32(0x1ac) == 0) { return 0 };
    var next = M.load32(chain(a, b));
    while (next != 0) {
      let at = pair(next -% 1);
      if (M.load32(at) == a and M.load32(at +% 4) == b) { return at };
      next := M.load32(at +% 12);
    };
    0
  };

  func add_pair(a : Nat32, b : Nat32, answer : Nat32) : () {
    let count = M.load32(0x1b0);
    if (M.load32(0x1ac) == 0) { M.store32(0x1b8, Memory.alloc(1024)) };
    if (count == M.load32(0x1b4)) {
      let room = if (count == 0) { 64 : Nat32 } else { count << 1 };
      let to = Memory.alloc(room << 4);
      M.memoryCopy(to, M.load32(0x1ac), count << 4);
      M.store32(0x1ac, to);
      M.store32(0x1b4, room);
    };
    let at = pair(count);
    let head = chain(a, b);
    M.store32(at, a);
    M.store32(at +% 4, b);
    M.store32(at +% 8, answer);
    M.store32(at +% 12, M.load32(head));
    M.store32(head, count +% 1);
    M.store32(0x1b0, count +% 1);
  };

  func drop_pair() : () {
    let count = M.load32(0x1b0) -% 1;
    let at = pair(count);
    M.store32(chain(M.load32(at), M.load32(at +% 4)), M.load32(at +% 12));
    M.store32(0x1b0, count);
  };
}
