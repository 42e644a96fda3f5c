/// Conversion of the stored values of an older version to the types of this one, at an upgrade.
///
/// Values are walked by their old and new types (`compatible`), with a list of work instead of recursion. A record that gains fields is copied;
/// its old place then holds a header with tag 14 and the address of the copy, so that all who share it share the copy, and cycles end. When
/// all is visited, one pass over the old heap corrects every slot that still points to an old place. What has no new field stays where it is.
///
/// Scratch words: 0x200 visits (4 bytes for each 8 of the old heap: 0, a pair, or bit 31 and an eighth of the address of a list of
/// visits: pair, next), 0x204 work (8 bytes each: object, pair), 0x208 its amount, 0x20c room, 0x210 whether anything moved, 0x218 (8
/// bytes) the values that the source gives for fields (`compatible`).
import M "mo:machine";
import Memory "memory";
import Value "value";
import Collect "collect";
import Compatible "compatible";

module {
  /// Converts the stable object of the version before, if there is one, so that this version may use what is in it. `kept` and `taken`
  /// are types of the new section: what is kept as it is, and what a migration takes (0 if there is none). `defaults` is a type of it as well
  /// (0 if there are none), `values` an ARRAY with a value, or the function that makes it, for each.
  public func adopt(stable_object : Nat64, kept : Nat32, taken : Nat32, defaults : Nat32, values : Nat64) : () {
    if (stable_object == 3 or M.load64(0x18) == 3) { return };
    let section = Memory.address(M.load64(0x18)) +% 8;
    if (M.load32(section +% 4) == 0) { return };
    let old = section +% M.load32(section +% 4);
    let variables = Compatible.compare_types(section, old, M.typeSection(), kept, taken, defaults);
    if (M.load32(0x1e4) == 0) { return };
    M.store32(0x200, Memory.alloc((M.load32(0x0c) -% 0x20_0000) >> 1));
    M.store32(0x204, Memory.alloc(0x4000));
    M.store32(0x208, 0);
    M.store32(0x20c, 0x800);
    M.store32(0x210, 0);
    M.store64(0x218, values);
    let item = Memory.address(stable_object);
    let n = M.load32(old +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let slot = Value.find_slot(item, M.load32(old +% 8 +% (i << 4)));
      if (slot != 0) { visit(M.load64(slot), M.load32(variables +% (i << 2))) };
      work();
      i +%= 1;
    };
    if (M.load32(0x210) != 0) { correct_all() };
  };

  /// Puts the object that a value points to on the list of work, unless it was there with this pair.
  func visit(found : Nat64, expected : Nat32) : () {
    var value = found;
    var pair = expected;
    if (not Compatible.pair_is_hot(pair)) { return };
    var kind = M.load32(M.load32(Compatible.pair_at(pair)));
    while (kind == 20) {
      if (value == 3) { return };
      value := Value.unwrap(value);
      pair := Compatible.pair_child(pair, 0);
      if (not Compatible.pair_is_hot(pair)) { return };
      kind := M.load32(M.load32(Compatible.pair_at(pair)));
    };
    if (not is_old(value)) { return };
    let item = Memory.address(value);
    if (not first_visit(item, pair, kind == 22 or kind == 24)) { return };
    if (kind == 24 and M.load32(Compatible.pair_at(pair) +% 28) != 0 and M.load8(item) == 1) { move(item, Compatible.pair_at(pair)) };
    push(item, pair);
  };

  func is_old(value : Nat64) : Bool {
    if ((value & 3) != 1) { return false };
    let item = M.wrap(value);
    item > 0x20_0000 and item < M.load32(0x0c)
  };

  func push(item : Nat32, pair : Nat32) : () {
    let n = M.load32(0x208);
    if (n == M.load32(0x20c)) {
      let to = Memory.alloc(n << 4);
      M.memoryCopy(to, M.load32(0x204), n << 3);
      M.store32(0x204, to);
      M.store32(0x20c, n << 1);
    };
    let at = M.load32(0x204) +% (n << 3);
    M.store32(at, item);
    M.store32(at +% 4, pair);
    M.store32(0x208, n +% 1);
  };

  /// Notes a visit. Visits of one mutable object by pairs that do not get on with each other end the upgrade.
  func first_visit(item : Nat32, pair : Nat32, checked : Bool) : Bool {
    let entry = M.load32(0x200) +% ((item -% 0x20_0000) >> 1);
    let head = M.load32(entry);
    if (head == 0) { M.store32(entry, pair); return true };
    var at = head;
    var known = false;
    while (at != 0) {
      var other = at;
      var next : Nat32 = 0;
      if (at >= 0x8000_0000) {
        let visit = at << 3;
        other := M.load32(visit);
        next := M.load32(visit +% 4);
      };
      if (other == pair) { known := true };
      if (checked) {
        if (Compatible.pair_is_unshared(pair) or Compatible.pair_is_unshared(other)) { Compatible.refuse_both(other, pair) };
        if (not known and Compatible.conflict(other, pair)) { Compatible.refuse_both(other, pair) };
      };
      at := next;
    };
    if (known) { return false };
    let visit = Memory.alloc(8);
    M.store32(visit, pair);
    M.store32(visit +% 4, head);
    M.store32(entry, 0x8000_0000 | (visit >> 3));
    true
  };

  /// Copies an object to where there is room for the fields that a pair adds.
  func move(item : Nat32, pair : Nat32) : () {
    let labels = Value.labels_of(item);
    let added = M.load32(pair +% 28);
    let wanted = new_labels(pair, Memory.aux_of(item), labels, added);
    let n = Memory.aux_of(wanted) >> 2;
    let copy = Memory.new_object(1, n, M.load32(pair +% 36), n << 3);
    let had = Memory.count_of(item);
    var from : Nat32 = 0;
    var extra : Nat32 = 0;
    var to : Nat32 = 0;
    while (to < n) {
      let hash = M.load32(wanted +% 8 +% (to << 2));
      var value : Nat64 = 3;
      if (from < had and M.load32(labels +% 8 +% (from << 2)) == hash) {
        value := M.load64(item +% 8 +% (from << 3));
        from +%= 1;
      };
      if (extra < M.load32(added) and Compatible.added_hash(added, extra) == hash) {
        // Whatever else the object had under this name, its old type did not show it.
        value := default_value(Compatible.added_default(added, extra));
        extra +%= 1;
      };
      M.store64(copy +% 8 +% (to << 3), value);
      to +%= 1;
    };
    M.store32(item, 14 | (had << 8));
    M.store32(item +% 4, copy);
    M.store32(0x210, 1);
  };

  /// Returns what a field gets that was not there: null, or what the source gives.
  func default_value(number : Nat32) : Nat64 {
    if (number == 0) { return 3 };
    let given = M.load64(Memory.address(M.load64(0x218)) +% (number << 3));
    if (Compatible.default_is_made(number)) { M.bits<Any>(M.value<() -> Any>(given)()) } else { given }
  };

  /// Returns the BLOB of the labels that objects of a shape have afterwards; their shape is then in the pair.
  func new_labels(pair : Nat32, shape : Nat32, labels : Nat32, added : Nat32) : Nat32 {
    if (M.load32(pair +% 32) == shape and M.load32(pair +% 36) != 0) { return Value.labels_of_shape(M.load32(pair +% 36)) };
    let had = Memory.aux_of(labels) >> 2;
    let more = M.load32(added);
    let buffer = Memory.alloc((had +% more) << 2);
    var n : Nat32 = 0;
    var i : Nat32 = 0;
    var j : Nat32 = 0;
    while (i < had or j < more) {
      var hash : Nat32 = 0xffff_ffff;
      if (i < had) { hash := M.load32(labels +% 8 +% (i << 2)) };
      if (j < more) {
        let extra = Compatible.added_hash(added, j);
        if (i < had and extra == hash) { i +%= 1; j +%= 1 }
        else if (i == had or extra < hash) { hash := extra; j +%= 1 }
        else { i +%= 1 };
      } else { i +%= 1 };
      M.store32(buffer +% (n << 2), hash);
      n +%= 1;
    };
    M.store32(pair +% 32, shape);
    M.store32(pair +% 36, Value.shape_adopt(buffer, n));
    Value.labels_of_shape(M.load32(pair +% 36))
  };

  func work() : () {
    while (M.load32(0x208) != 0) {
      let n = M.load32(0x208) -% 1;
      M.store32(0x208, n);
      let at = M.load32(0x204) +% (n << 3);
      visit_slots(M.load32(at), M.load32(at +% 4));
    };
  };

  func visit_slots(place : Nat32, pair : Nat32) : () {
    let node = M.load32(Compatible.pair_at(pair));
    let kind = M.load32(node);
    var item = place;
    if (M.load8(item) == 14) { item := M.load32(item +% 4) };
    if (kind == 24) { visit_fields(item, node, pair); return };
    if (kind == 25) { visit_case(item, node, pair); return };
    let n = if (kind == 21 or kind == 22) { Memory.aux_of(item) } else { Memory.count_of(item) };
    var i : Nat32 = 0;
    while (i < n) {
      visit(M.load64(item +% 8 +% (i << 3)), Compatible.pair_child(pair, if (kind == 23) { i } else { 0 }));
      i +%= 1;
    };
  };

  func visit_fields(item : Nat32, node : Nat32, pair : Nat32) : () {
    let n = M.load32(node +% 4);
    // As many slots as fields: no field that the type does not show, and each in its place.
    let exact = Memory.count_of(item) == n;
    var i : Nat32 = 0;
    while (i < n) {
      let child = Compatible.pair_child(pair, i);
      if (Compatible.pair_is_hot(child)) {
        let slot = if (exact) { item +% 8 +% (i << 3) } else { Value.find_slot(item, M.load32(node +% 8 +% (i << 4))) };
        if (slot != 0) { visit(M.load64(slot), child) };
      };
      i +%= 1;
    };
  };

  func visit_case(item : Nat32, node : Nat32, pair : Nat32) : () {
    let n = M.load32(node +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      if (M.load32(node +% 8 +% i *% 12) == Memory.aux_of(item)) { visit(M.load64(item +% 8), Compatible.pair_child(pair, i)); return };
      i +%= 1;
    };
  };

  /// Corrects the slots of all objects that were there before, and of the copies.
  func correct_all() : () {
    let end = M.load32(0x0c);
    var at : Nat32 = 0x20_0000;
    while (at < end) {
      let tag = M.load8(at);
      if (tag == 14) {
        let copy = M.load32(at +% 4);
        correct(copy +% 8, copy +% 8 +% (Memory.count_of(copy) << 3));
        at +%= 8 +% (Memory.count_of(at) << 3);
      } else {
        if (tag == 0) { M.trapText("the stored data is damaged") };
        let size = Collect.object_words(at) << 3;
        if (tag < 8 or tag == 13) { correct(at +% 8, at +% size) };
        at +%= size;
      };
    };
  };

  func correct(from : Nat32, end : Nat32) : () {
    var slot = from;
    while (slot < end) {
      let value = M.load64(slot);
      if (is_old(value)) {
        if (M.load8(Memory.address(value)) == 14) { M.store64(slot, Memory.pointer(M.load32(Memory.address(value) +% 4))) };
      };
      slot +%= 8;
    };
  };
}
