/// What becomes of the stored values of an older version: every pair of an old and a new type that values are reached by, and whether the
/// values of one may be, or become, values of the other. Whatever cannot ends the upgrade here, before anything is touched.
///
/// Only code of the new version runs from now on, so that types below `var` may grow as those above it do: nobody is left who would write
/// an old value there. What must not happen is that one mutable object is seen by two new types that differ; `conflict` says when it would.
///
/// A pair is an entry of 40 bytes; pairs have numbers from 1 on, 0 means that there is nothing to look at below.
///   0 old node, 4 new node, 8 flags, 12 pair above, 16 kind of step from there, 20 label of that step,
///   24 numbers of the pairs below (one for each element, component, field or case of the old type),
///   28 the fields that are added (their number, then hash and default of each), or 0; 32 and 36: a shape, and that shape with these fields
///
/// A default is the number, from 1 on, of what the source gives for such a field; 0 where it is null.
///
/// Scratch words: 0x1d0 old section, 0x1d4 new section, 0x1d8 pairs, 0x1dc their number, 0x1e0 room, 0x1e4 whether anything changes that only
/// a look at the values can allow, 0x1e8 types being compared (16 bytes each), 0x1ec their number, 0x1f0 room, 0x1f4 the
/// node with the fields that have defaults (a tuple of records of one field each, which is mutable if a function makes the value), or 0.
import M "mo:machine";
import Memory "memory";
import Builder "builder";
import Int "int";

module {
  // Flags of a pair: a migration takes the value and may lose something; it lies below something mutable; there are
  // values at or below it to look at; a record without
  // identity becomes mutable.
  func lossy() : Nat32 { 1 };
  func below() : Nat32 { 2 };
  func hot() : Nat32 { 4 };
  func unshared() : Nat32 { 8 };

  public func pair_at(pair : Nat32) : Nat32 { M.load32(0x1d8) +% pair *% 40 };
  public func pair_count() : Nat32 { M.load32(0x1dc) };
  public func pair_child(pair : Nat32, at : Nat32) : Nat32 { M.load32(M.load32(pair_at(pair) +% 24) +% (at << 2)) };
  public func pair_is_hot(pair : Nat32) : Bool { pair != 0 and (M.load32(pair_at(pair) +% 8) & hot()) != 0 };
  public func added_hash(added : Nat32, at : Nat32) : Nat32 { M.load32(added +% 4 +% (at << 3)) };
  public func added_default(added : Nat32, at : Nat32) : Nat32 { M.load32(added +% 8 +% (at << 3)) };
  public func default_is_made(number : Nat32) : Bool { M.load32(default_field(number) +% 8) == 1 };
  public func pair_is_unshared(pair : Nat32) : Bool { (M.load32(pair_at(pair) +% 8) & unshared()) != 0 };

  /// Makes the pairs of two versions. The stable object of the old one is at `old`; `kept` and `taken` (or 0) are nodes of the new section
  /// with what is kept and what a migration takes. Returns the pairs of the old variables, one after another.
  public func compare_types(old_section : Nat32, old : Nat32, new_section : Nat32, kept : Nat32, taken : Nat32, defaults : Nat32) : Nat32 {
    M.store32(0x1f4, defaults);
    M.store32(0x1d0, old_section);
    M.store32(0x1d4, new_section);
    M.store32(0x1d8, Memory.alloc(64 *% 40));
    M.store32(0x1dc, 0);
    M.store32(0x1e0, 64);
    M.store32(0x1e4, 0);
    M.store32(0x1e8, 0);
    let n = M.load32(old +% 4);
    let variables = Memory.alloc(n << 2);
    var i : Nat32 = 0;
    while (i < n) {
      let field = old +% 8 +% (i << 4);
      var target : Nat32 = 0;
      var flags : Nat32 = 0;
      if (taken != 0) { target := field_with(taken, M.load32(field), 16) };
      if (target != 0) { flags := lossy() } else { target := field_with(kept, M.load32(field), 16) };
      if (target == 0) { refuse(0, 1, old_label(field), M.bits<Text>("it would be dropped")) };
      M.store32(variables +% (i << 2), add(old_node(field +% 12), new_node(target +% 12), flags, 0, 1, old_label(field)));
      i +%= 1;
    };
    // The list grows while it is gone through.
    var pair : Nat32 = 1;
    while (pair <= pair_count()) {
      expand(pair);
      pair +%= 1;
    };
    if (M.load32(0x1e4) != 0) { find_hot() };
    variables
  };

  func old_node(at : Nat32) : Nat32 { M.load32(0x1d0) +% M.load32(at) };
  func new_node(at : Nat32) : Nat32 { M.load32(0x1d4) +% M.load32(at) };
  func old_label(field : Nat32) : Nat32 { M.load32(0x1d0) +% M.load32(field +% 4) };
  func new_label(field : Nat32) : Nat32 { M.load32(0x1d4) +% M.load32(field +% 4) };
  func changes() : () { M.store32(0x1e4, 1) };

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

  /// Returns the number of a pair, or 0 if its values are right as they are, whatever they hold.
  func add(old : Nat32, new : Nat32, flags : Nat32, above : Nat32, step : Nat32, name : Nat32) : Nat32 {
    let a = M.load32(old);
    let b = M.load32(new);
    if (a == 18 or (a == 2 and b == 3) or (a == 0 and b == 20)) {
      if (a != b and (flags & below()) != 0) { changes() };
      return 0;
    };
    if (b == 17 and (a == 17 or flags == lossy())) { return 0 };
    if (a != b or a == 28) { refuse(above, step, name, M.bits<Text>("its values cannot become values of its new type")) };
    if (a < 20 or a == 29 or a == 30) { return 0 };
    if (a == 26 or a == 27) {
      if (not subtype(M.load32(0x1d0), old, M.load32(0x1d4), new, flags == lossy())) {
        refuse(above, step, name, M.bits<Text>("it refers to something of another type"));
      };
      if ((flags & below()) != 0 and not same(M.load32(0x1d0), old, M.load32(0x1d4), new)) { changes() };
      return 0;
    };
    let n = pair_count();
    var i : Nat32 = 1;
    while (i <= n) {
      let at = pair_at(i);
      if (M.load32(at) == old and M.load32(at +% 4) == new and (M.load32(at +% 8) & 3) == flags) { return i };
      i +%= 1;
    };
    if (i == M.load32(0x1e0)) {
      let to = Memory.alloc(i *% 80);
      M.memoryCopy(to, M.load32(0x1d8), i *% 40);
      M.store32(0x1d8, to);
      M.store32(0x1e0, i << 1);
    };
    M.store32(0x1dc, i);
    let at = pair_at(i);
    M.store32(at, old);
    M.store32(at +% 4, new);
    M.store32(at +% 8, flags);
    M.store32(at +% 12, above);
    M.store32(at +% 16, step);
    M.store32(at +% 20, name);
    i
  };

  /// Adds the pairs right below one.
  func expand(pair : Nat32) : () {
    let old = M.load32(pair_at(pair));
    let new = M.load32(pair_at(pair) +% 4);
    let kind = M.load32(old);
    let inner = M.load32(pair_at(pair) +% 8) & 3;
    var n : Nat32 = 1;
    if (kind >= 23 and kind <= 25) { n := M.load32(old +% 4) };
    let children = Memory.alloc(n << 2);
    M.store32(pair_at(pair) +% 24, children);
    if (kind == 24) { expand_object(pair, old, new, inner, children); return };
    if (kind == 25) { expand_variant(pair, old, new, inner, children); return };
    if (kind == 23) {
      if (n != M.load32(new +% 4)) { refuse(pair, 0, 0, M.bits<Text>("it has another number of components")) };
      var i : Nat32 = 0;
      while (i < n) {
        let at = 8 +% (i << 2);
        M.store32(children +% (i << 2), add(old_node(old +% at), new_node(new +% at), inner, pair, 4, i));
        i +%= 1;
      };
      return;
    };
    let flags = if (kind == 22) { inner | below() } else { inner };
    let step : Nat32 = if (kind == 21 or kind == 22) { 2 } else { 0 };
    M.store32(children, add(old_node(old +% 4), new_node(new +% 4), flags, pair, step, 0));
  };

  func expand_object(pair : Nat32, old : Nat32, new : Nat32, inner : Nat32, children : Nat32) : () {
    let n = M.load32(old +% 4);
    // An object with a mutable field has an identity already: whoever shared it meant to.
    let shareable = not has_mutable(old);
    var i : Nat32 = 0;
    while (i < n) {
      let field = old +% 8 +% (i << 4);
      let target = field_with(new, M.load32(field), 16);
      if (target == 0) {
        if (inner != lossy()) { refuse(pair, 1, old_label(field), M.bits<Text>("it would be forgotten")) };
      } else {
        let was = M.load32(field +% 8);
        let is = M.load32(target +% 8);
        if (was != is) { changes() };
        if (was < is and shareable) { M.store32(pair_at(pair) +% 8, M.load32(pair_at(pair) +% 8) | unshared() | hot()) };
        let flags = if (was == 1) { inner | below() } else { inner };
        M.store32(children +% (i << 2), add(old_node(field +% 12), new_node(target +% 12), flags, pair, 1, old_label(field)));
      };
      i +%= 1;
    };
    let most = M.load32(new +% 4);
    var added : Nat32 = 0;
    var at : Nat32 = 0;
    while (at < most) {
      let field = new +% 8 +% (at << 4);
      if (field_with(old, M.load32(field), 16) == 0) {
        let kind = M.load32(new_node(field +% 12));
        var default : Nat32 = 0;
        if (kind != 20 and kind != 0) {
          default := default_of(M.load32(field), new_node(field +% 12));
          if (default == 0) {
            refuse(pair, 1, new_label(field), M.bits<Text>("values that are kept have no such field, and it is not optional"));
          };
        };
        if (added == 0) { added := Memory.alloc(4 +% (most << 3)) };
        let count = M.load32(added);
        M.store32(added +% 4 +% (count << 3), M.load32(field));
        M.store32(added +% 8 +% (count << 3), default);
        M.store32(added, count +% 1);
      };
      at +%= 1;
    };
    if (added == 0) { return };
    changes();
    M.store32(pair_at(pair) +% 28, added);
    M.store32(pair_at(pair) +% 8, M.load32(pair_at(pair) +% 8) | hot());
  };

  /// The field of a default: its hash, label, 1 if a function makes the value, type.
  func default_field(number : Nat32) : Nat32 { new_node(M.load32(0x1f4) +% 4 +% (number << 2)) +% 8 };

  /// Returns the number of the default for a field, or 0.
  func default_of(hash : Nat32, node : Nat32) : Nat32 {
    if (M.load32(0x1f4) == 0) { return 0 };
    let n = M.load32(M.load32(0x1f4) +% 4);
    var number : Nat32 = 1;
    while (number <= n) {
      let field = default_field(number);
      if (M.load32(field) == hash and same(M.load32(0x1d4), node, M.load32(0x1d4), new_node(field +% 12))) { return number };
      number +%= 1;
    };
    0
  };

  func has_mutable(node : Nat32) : Bool {
    let n = M.load32(node +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      if (M.load32(node +% 16 +% (i << 4)) == 1) { return true };
      i +%= 1;
    };
    false
  };

  func expand_variant(pair : Nat32, old : Nat32, new : Nat32, inner : Nat32, children : Nat32) : () {
    let n = M.load32(old +% 4);
    if ((inner & below()) != 0 and n != M.load32(new +% 4)) { changes() };
    var i : Nat32 = 0;
    while (i < n) {
      let case_at = old +% 8 +% i *% 12;
      let target = field_with(new, M.load32(case_at), 12);
      if (target == 0) { refuse(pair, 3, old_label(case_at), M.bits<Text>("there may be values of this case, which is gone")) };
      M.store32(children +% (i << 2), add(old_node(case_at +% 8), new_node(target +% 8), inner, pair, 3, old_label(case_at)));
      i +%= 1;
    };
  };

  /// Marks the pairs whose values have to be looked at: those that change, those that could clash with another, and all above them.
  func find_hot() : () {
    let n = pair_count();
    var i : Nat32 = 1;
    while (i <= n) {
      var j : Nat32 = i +% 1;
      while (j <= n) {
        if (conflict(i, j)) {
          M.store32(pair_at(i) +% 8, M.load32(pair_at(i) +% 8) | hot());
          M.store32(pair_at(j) +% 8, M.load32(pair_at(j) +% 8) | hot());
        };
        j +%= 1;
      };
      i +%= 1;
    };
    var again = true;
    while (again) {
      again := false;
      i := n;
      while (i > 0) {
        if (not pair_is_hot(i) and leads_to_hot(i)) {
          M.store32(pair_at(i) +% 8, M.load32(pair_at(i) +% 8) | hot());
          again := true;
        };
        i -%= 1;
      };
    };
  };

  func leads_to_hot(pair : Nat32) : Bool {
    let old = M.load32(pair_at(pair));
    let kind = M.load32(old);
    var n : Nat32 = 1;
    if (kind >= 23 and kind <= 25) { n := M.load32(old +% 4) };
    var i : Nat32 = 0;
    while (i < n) {
      if (pair_is_hot(pair_child(pair, i))) { return true };
      i +%= 1;
    };
    false
  };

  /// Returns whether one object that is reached by both pairs could not be what both new types say: it would need two layouts, or what one
  /// of them may write the other may not read.
  public func conflict(p : Nat32, q : Nat32) : Bool {
    let old_p = M.load32(pair_at(p));
    let old_q = M.load32(pair_at(q));
    let new_p = M.load32(pair_at(p) +% 4);
    let new_q = M.load32(pair_at(q) +% 4);
    let old = M.load32(0x1d0);
    let new = M.load32(0x1d4);
    let kind = M.load32(old_p);
    if (kind != M.load32(old_q)) { return false };
    if (kind == 22) {
      return same(old, old_node(old_p +% 4), old, old_node(old_q +% 4)) and not same(new, new_node(new_p +% 4), new, new_node(new_q +% 4));
    };
    kind == 24 and may_be_one(old_p, old_q) and (layouts_differ(p, q) or not mutable_fields_agree(new_p, new_q))
  };

  /// Returns whether an object could have been seen by both old types.
  func may_be_one(old_p : Nat32, old_q : Nat32) : Bool {
    let old = M.load32(0x1d0);
    let n = M.load32(old_p +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let field = old_p +% 8 +% (i << 4);
      let other = field_with(old_q, M.load32(field), 16);
      if (other != 0) {
        if (M.load32(field +% 8) != M.load32(other +% 8)) { return false };
        let a = old_node(field +% 12);
        let b = old_node(other +% 12);
        if (M.load32(field +% 8) == 1) {
          if (not same(old, a, old, b)) { return false };
        } else if (kinds_differ(M.load32(a), M.load32(b))) { return false };
      };
      i +%= 1;
    };
    true
  };

  /// Returns whether no value is of both kinds of type.
  func kinds_differ(a : Nat32, b : Nat32) : Bool {
    if (a == b or a == 17 or b == 17 or a == 18 or b == 18) { return false };
    if ((a == 2 or a == 3) and (b == 2 or b == 3)) { return false };
    if ((a == 0 or a == 20) and (b == 0 or b == 20)) { return false };
    true
  };

  func layouts_differ(p : Nat32, q : Nat32) : Bool {
    let added_p = M.load32(pair_at(p) +% 28);
    let added_q = M.load32(pair_at(q) +% 28);
    if (added_p != 0 and added_q != 0) {
      let n = M.load32(added_p);
      if (n != M.load32(added_q)) { return true };
      var i : Nat32 = 0;
      while (i < n) {
        if (added_hash(added_p, i) != added_hash(added_q, i) or added_default(added_p, i) != added_default(added_q, i)) { return true };
        i +%= 1;
      };
      return false;
    };
    has_one_of(M.load32(pair_at(q)), added_p) or has_one_of(M.load32(pair_at(p)), added_q)
  };

  func has_one_of(node : Nat32, added : Nat32) : Bool {
    if (added == 0) { return false };
    let n = M.load32(added);
    var i : Nat32 = 0;
    while (i < n) {
      if (field_with(node, added_hash(added, i), 16) != 0) { return true };
      i +%= 1;
    };
    false
  };

  func mutable_fields_agree(new_p : Nat32, new_q : Nat32) : Bool {
    let new = M.load32(0x1d4);
    let n = M.load32(new_p +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      let field = new_p +% 8 +% (i << 4);
      let other = field_with(new_q, M.load32(field), 16);
      if (other != 0) {
        if (M.load32(field +% 8) != M.load32(other +% 8)) { return false };
        if (M.load32(field +% 8) == 1 and not same(new, new_node(field +% 12), new, new_node(other +% 12))) { return false };
      };
      i +%= 1;
    };
    true
  };

  // Types against types: the same, or the one a subtype of the other. Only references need the latter: there is no data in them.

  func same(a_section : Nat32, a : Nat32, b_section : Nat32, b : Nat32) : Bool {
    if (a == b) { return true };
    M.store32(0x1ec, 0);
    related(a_section, a, b_section, b, 3)
  };

  func subtype(a_section : Nat32, a : Nat32, b_section : Nat32, b : Nat32, may_lose : Bool) : Bool {
    M.store32(0x1ec, 0);
    related(a_section, a, b_section, b, if (may_lose) { 1 } else { 0 })
  };

  /// Returns whether two types have not been compared in this way before, and notes that they now are. Since one refusal refuses all, types
  /// that are being compared count as related.
  func first_time(a : Nat32, b : Nat32, how : Nat32) : Bool {
    let n = M.load32(0x1ec);
    var i : Nat32 = 0;
    while (i < n) {
      let at = M.load32(0x1e8) +% i *% 12;
      if (M.load32(at) == a and M.load32(at +% 4) == b and M.load32(at +% 8) == how) { return false };
      i +%= 1;
    };
    if (M.load32(0x1e8) == 0 or n == M.load32(0x1f0)) {
      let room = (n +% 32) << 1;
      let to = Memory.alloc(room *% 12);
      if (n > 0) { M.memoryCopy(to, M.load32(0x1e8), n *% 12) };
      M.store32(0x1e8, to);
      M.store32(0x1f0, room);
    };
    let at = M.load32(0x1e8) +% n *% 12;
    M.store32(at, a);
    M.store32(at +% 4, b);
    M.store32(at +% 8, how);
    M.store32(0x1ec, n +% 1);
    true
  };

  /// How: 0 a subtype that forgets nothing, 1 any subtype, 3 the same type.
  func related(s : Nat32, a : Nat32, t : Nat32, b : Nat32, how : Nat32) : Bool {
    let x = M.load32(a);
    let y = M.load32(b);
    if (how != 3) {
      if (x == 18 or (x == 2 and y == 3) or (x == 0 and y == 20)) { return true };
      if (y == 17) { return x == 17 or how == 1 };
    };
    if (x != y or x == 28) { return false };
    if (x < 20 or x == 29 or x == 30) { return true };
    if (not first_time(a, b, how)) { return true };
    if (x == 20 or x == 21 or x == 31) { return related(s, s +% M.load32(a +% 4), t, t +% M.load32(b +% 4), how) };
    if (x == 22) { return related(s, s +% M.load32(a +% 4), t, t +% M.load32(b +% 4), 3) };
    if (x == 23) { return related_list(s, a +% 4, t, b +% 4, how) };
    if (x == 26) { return related_functions(s, a, t, b, how) };
    related_fields(s, a, t, b, how)
  };

  /// Two counted lists of types of the same length.
  func related_list(s : Nat32, a : Nat32, t : Nat32, b : Nat32, how : Nat32) : Bool {
    let n = M.load32(a);
    if (n != M.load32(b)) { return false };
    var i : Nat32 = 0;
    while (i < n) {
      let at = 4 +% (i << 2);
      if (not related(s, s +% M.load32(a +% at), t, t +% M.load32(b +% at), how)) { return false };
      i +%= 1;
    };
    true
  };

  /// Objects, variants, actors.
  func related_fields(s : Nat32, a : Nat32, t : Nat32, b : Nat32, how : Nat32) : Bool {
    let kind = M.load32(a);
    let stride : Nat32 = if (kind == 24) { 16 } else { 12 };
    let n = M.load32(a +% 4);
    let m = M.load32(b +% 4);
    let smaller = if (kind == 25) { n } else { m };
    if (n != m and (how == 3 or (how == 0 and kind != 25))) { return false };
    // Every case of the subtype, but every field of the supertype.
    var i : Nat32 = 0;
    while (i < smaller) {
      let at = 8 +% i *% stride;
      let field = if (kind == 25) { a +% at } else { field_with(a, M.load32(b +% at), stride) };
      let other = if (kind == 25) { field_with(b, M.load32(a +% at), stride) } else { b +% at };
      if (field == 0 or other == 0) { return false };
      var inner = how;
      if (kind == 24) {
        if (M.load32(field +% 8) != M.load32(other +% 8)) { return false };
        if (M.load32(field +% 8) == 1) { inner := 3 };
      };
      let last = stride -% 4;
      if (not related(s, s +% M.load32(field +% last), t, t +% M.load32(other +% last), inner)) { return false };
      i +%= 1;
    };
    true
  };

  /// Arguments go the other way; nothing is stored there, so nothing can be lost.
  func related_functions(s : Nat32, a : Nat32, t : Nat32, b : Nat32, how : Nat32) : Bool {
    if (M.load32(a +% 4) != M.load32(b +% 4)) { return false };
    if (not related_list(t, b +% 8, s, a +% 8, if (how == 3) { 3 } else { 1 })) { return false };
    let skip = 12 +% (M.load32(a +% 8) << 2);
    related_list(s, a +% skip, t, b +% skip, how)
  };

  // How a refusal is said.

  /// Ends the upgrade because of what lies a step below a pair.
  func refuse(above : Nat32, step : Nat32, name : Nat32, why : Nat64) : () {
    Builder.open();
    Builder.contents(M.bits<Text>("RTS error: Memory-incompatible program upgrade: `"));
    path_to(above);
    write_step(above, step, name);
    Builder.contents(M.bits<Text>("`: "));
    Builder.contents(why);
    M.trap(Builder.text())
  };

  /// Ends the upgrade because one object is reached by two pairs.
  public func refuse_both(p : Nat32, q : Nat32) : () {
    let loner = pair_is_unshared(p) or pair_is_unshared(q);
    Builder.open();
    Builder.contents(M.bits<Text>("RTS error: Memory-incompatible program upgrade: one object is "));
    if (p == q) { Builder.contents(M.bits<Text>("in two places, one of them `")) } else {
      Builder.contents(M.bits<Text>("both `"));
      path_to(p);
      Builder.contents(M.bits<Text>("` and `"));
    };
    path_to(q);
    if (loner) {
      Builder.contents(M.bits<Text>("`, and what becomes mutable may not be shared"));
    } else {
      Builder.contents(M.bits<Text>("`, whose new types need two layouts"));
    };
    M.trap(Builder.text())
  };

  /// Writes the steps from a variable to a pair: those above are collected first, since they are linked upwards.
  func path_to(pair : Nat32) : () {
    var depth : Nat32 = 0;
    var at = pair;
    while (at != 0) { at := M.load32(pair_at(at) +% 12); depth +%= 1 };
    while (depth > 0) {
      depth -%= 1;
      at := pair;
      var i : Nat32 = 0;
      while (i < depth) { at := M.load32(pair_at(at) +% 12); i +%= 1 };
      write_step(M.load32(pair_at(at) +% 12), M.load32(pair_at(at) +% 16), M.load32(pair_at(at) +% 20));
    };
  };

  func write_step(above : Nat32, step : Nat32, name : Nat32) : () {
    if (step == 2) { Builder.byte(0x5b); Builder.byte(0x5d) };
    if (step == 4) { Builder.byte(0x2e); Builder.contents(Int.text_of_int(Memory.small(name))) };
    if (step == 1 or step == 3) {
      if (above != 0) { Builder.byte(0x2e) };
      if (step == 3) { Builder.byte(0x23) };
      Builder.bytes(name +% 4, M.load32(name));
    };
  };
}
