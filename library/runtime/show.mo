/// What `debug_show` prints, for every type of the type section.
import M "mo:machine";
import Memory "memory";
import Int "int";
import Builder "builder";
import FloatText "float_text";
import Principal "principal";
import Text "text";
import Value "value";

module {
  /// Returns the text of a value of a type; the type is the address of its node.
  public func show(ty : Nat32, value : Nat64) : Nat64 {
    let kind = M.load32(ty);
    if (kind <= 19 or kind >= 26) { return scalar(kind, value) };
    if (kind == 20) { return option(ty, value) };
    if (kind == 25) { return variant(ty, value) };
    if (kind == 21 or kind == 22) { return array(ty, value) };
    if (kind == 23) { return tuple(ty, value) };
    if (kind == 24) { return record(ty, value) };
    literal(0x3f, 1)
  };

  /// Returns a TEXT of up to four ASCII characters, given least first.
  func literal(chars : Nat32, n : Nat32) : Nat64 {
    let at = Memory.new_text(n);
    M.store32(at +% 8, chars);
    Memory.pointer(at)
  };

  func scalar(kind : Nat32, value : Nat64) : Nat64 {
    if (kind == 0) { return literal(0x6c6c_756e, 4) };
    if (kind == 1) { return show_bool(value) };
    if (kind == 2) { return Int.decimal(value, 1) };
    if (kind == 3) { return Int.decimal(value, 3) };
    if (kind == 7) { return Int.decimal(Int.u64_to_int(Memory.unbox64(value)), 1) };
    if (kind == 11) { return Int.decimal(Int.i64_to_int(Memory.unbox64(value)), 3) };
    if (kind < 7) { return Int.decimal(value, 1) };
    if (kind < 11) { return Int.decimal(value, 3) };
    if (kind == 12 or kind == 29) { return FloatText.f64_format(Memory.unbox_float(value), 6, 0) };
    if (kind == 13) { return between(0x27, Text.text_of_char(M.wrap(value >> 1)), 0x27) };
    if (kind == 14) { return between(0x22, value, 0x22) };
    if (kind == 15) { return blob(value) };
    if (kind == 16 or kind == 27) { return Principal.principal_to_text(value) };
    if (kind == 26) { return method(value) };
    literal(0x3f, 1)
  };

  func show_bool(value : Nat64) : Nat64 {
    if (value != 0) { return literal(0x6575_7274, 4) };
    Text.text_concat(literal(0x736c_6166, 4), literal(0x65, 1))
  };

  /// Returns a text between two characters.
  func between(before : Nat32, text : Nat64, after : Nat32) : Nat64 {
    Text.text_concat(Text.text_concat(literal(before, 1), text), literal(after, 1))
  };

  func blob(value : Nat64) : Nat64 {
    let from = Memory.address(value) +% 8;
    let n = Memory.aux_of(Memory.address(value));
    let at = Memory.new_text(n *% 3 +% 2);
    M.store8(at +% 8, 0x22);
    var to = at +% 9;
    var i : Nat32 = 0;
    while (i < n) {
      let byte = M.load8(from +% i);
      M.store8(to, 0x5c);
      M.store8(to +% 1, hex_digit(byte >> 4));
      M.store8(to +% 2, hex_digit(byte & 15));
      to +%= 3;
      i +%= 1;
    };
    M.store8(to, 0x22);
    Memory.pointer(at)
  };

  func hex_digit(n : Nat32) : Nat32 { if (n < 10) { 0x30 +% n } else { 0x37 +% n } };

  func method(value : Nat64) : Nat64 {
    let at = Memory.address(value);
    let who = Principal.principal_to_text(M.load64(at +% 8));
    Text.text_concat(who, Text.text_concat(literal(0x2e, 1), M.load64(at +% 16)))
  };

  func child(at : Nat32) : Nat32 { M.typeSection() +% M.load32(at) };

  /// Returns a text, in parentheses if it begins with a sign, `?` or `#`.
  func operand(text : Nat64) : Nat64 {
    let first : Nat32 = if (Text.byte_size(text) == 0) { 0 } else { M.load8(Memory.address(text) +% 8) };
    if (first == 0x2b or first == 0x2d or first == 0x3f or first == 0x23) { between(0x28, text, 0x29) } else { text };
  };

  func option(ty : Nat32, value : Nat64) : Nat64 {
    if (value == 3) { return literal(0x6c6c_756e, 4) };
    Text.text_concat(literal(0x3f, 1), operand(show(child(ty +% 4), Value.unwrap(value))))
  };

  func variant(ty : Nat32, value : Nat64) : Nat64 {
    let hash = Value.variant_tag(value);
    let n = M.load32(ty +% 4);
    var at = ty +% 8;
    var i : Nat32 = 0;
    while (i < n and M.load32(at) != hash) {
      at +%= 12;
      i +%= 1;
    };
    if (i == n) { M.trapText("a variant has a case that its type lacks") };
    let name = Text.text_concat(literal(0x23, 1), label_text(at +% 4));
    let payload = child(at +% 8);
    if (M.load32(payload) == 23 and M.load32(payload +% 4) == 0) { return name };
    let text = show(payload, Value.variant_payload(value));
    if (M.load8(Memory.address(text) +% 8) == 0x28) { return Text.text_concat(name, text) };
    Text.text_concat(name, between(0x28, text, 0x29))
  };

  func label_text(at : Nat32) : Nat64 {
    let label_at = child(at);
    Memory.text_from(label_at +% 4, M.load32(label_at))
  };

  // Parts are shown before the whole is put together, since there is one builder.

  func array(ty : Nat32, value : Nat64) : Nat64 {
    let from = Memory.address(value) +% 8;
    let n = Memory.aux_of(Memory.address(value));
    let parts = Memory.alloc(n << 3);
    let element = child(ty +% 4);
    var i : Nat32 = 0;
    while (i < n) {
      M.store64(parts +% (i << 3), show(element, M.load64(from +% (i << 3))));
      i +%= 1;
    };
    Builder.open();
    Builder.byte(0x5b);
    if (M.load32(ty) == 22) {
      Builder.contents(literal(0x72_6176, 3));
      if (n > 0) { Builder.byte(0x20) };
    };
    list(parts, n, 0x2c);
    Builder.byte(0x5d);
    Builder.text()
  };

  func list(parts : Nat32, n : Nat32, separator : Nat32) : () {
    var i : Nat32 = 0;
    while (i < n) {
      if (i > 0) { Builder.half(0x2000 | separator) };
      Builder.contents(M.load64(parts +% (i << 3)));
      i +%= 1;
    };
  };

  func tuple(ty : Nat32, value : Nat64) : Nat64 {
    let n = M.load32(ty +% 4);
    let parts = Memory.alloc(n << 3);
    var i : Nat32 = 0;
    while (i < n) {
      let slot = M.load64(Memory.address(value) +% 8 +% (i << 3));
      M.store64(parts +% (i << 3), show(child(ty +% 8 +% (i << 2)), slot));
      i +%= 1;
    };
    Builder.open();
    Builder.byte(0x28);
    list(parts, n, 0x2c);
    Builder.byte(0x29);
    Builder.text()
  };

  func record(ty : Nat32, value : Nat64) : Nat64 {
    let n = M.load32(ty +% 4);
    let parts = Memory.alloc(n << 3);
    let order = fields_by_label(ty, n);
    var i : Nat32 = 0;
    while (i < n) {
      let field = M.load32(order +% (i << 2));
      let text = show(child(field +% 12), M.load64(Value.object_slot(value, M.load32(field))));
      let named = Text.text_concat(label_text(field +% 4), literal(0x20_3d20, 3));
      M.store64(parts +% (i << 3), Text.text_concat(named, text));
      i +%= 1;
    };
    Builder.open();
    Builder.byte(0x7b);
    list(parts, n, 0x3b);
    Builder.byte(0x7d);
    Builder.text()
  };

  /// Returns an array of the addresses of an object type's fields, by the bytes of their labels.
  func fields_by_label(ty : Nat32, n : Nat32) : Nat32 {
    let order = Memory.alloc(n << 2);
    var i : Nat32 = 0;
    while (i < n) {
      let field = ty +% 8 +% (i << 4);
      let name = label_text(field +% 4);
      var at = order +% (i << 2);
      while (at > order and Text.text_cmp(label_text(M.load32(at -% 4) +% 4), name) == 1) {
        M.store32(at, M.load32(at -% 4));
        at -%= 4;
      };
      M.store32(at, field);
      i +%= 1;
    };
    order
  };
}
