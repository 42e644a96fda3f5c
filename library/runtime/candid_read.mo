/// Candid messages to values. The message lies at 0x180 (next byte) to 0x184 (end); 0x1a4 holds how many more values may be read,
/// so that a short message cannot ask for endless work; nesting is bounded too.
import M "mo:machine";
import Memory "memory";
import Int "int";
import Unicode "unicode";
import Value "value";
import CandidTypes "candid_types";

module {
  /// Reads the argument of the message into a TUPLE of the types of a TUPLE node; traps on anything else.
  public func candid_decode(types : Nat32) : Nat64 {
    let n = M.msg_arg_data_size();
    let at = Memory.alloc(n);
    M.msg_arg_data_copy(at, 0, n);
    let count = begin(at, n);
    read_arguments(types, count, 0)
  };

  /// Reads a BLOB; returns null if its types are not those wanted.
  public func candid_decode_blob(types : Nat32, blob : Nat64) : Nat64 {
    let at = Memory.address(blob);
    let count = begin(at +% 8, Memory.aux_of(at));
    read_arguments(types, count, 1)
  };

  // Bytes.

  func left() : Nat32 { M.load32(0x184) -% M.load32(0x180) };

  /// Returns where `n` bytes are and goes past them.
  func take(n : Nat32) : Nat32 {
    let at = M.load32(0x180);
    if (n > M.load32(0x184) -% at) { M.trapText("Candid: the message ends too early") };
    M.store32(0x180, at +% n);
    at
  };

  func byte() : Nat32 { M.load8(take(1)) };

  /// Reads an unsigned LEB128 number of at most 32 bits: a count or an index.
  func leb() : Nat32 {
    var result : Nat64 = 0;
    var shift : Nat64 = 0;
    var more = true;
    while (more) {
      let b = byte();
      if (shift > 63) { M.trapText("Candid: a number is too large") };
      result |= M.extend(b & 127) << shift;
      shift +%= 7;
      more := b > 127;
    };
    if (result > 0xffff_ffff) { M.trapText("Candid: a number is too large") };
    M.wrap(result)
  };

  /// Reads a signed LEB128 number of at most 32 bits: an index or a type's code.
  func sleb() : Nat32 {
    var result : Nat64 = 0;
    var shift : Nat64 = 0;
    var more = true;
    var last : Nat32 = 0;
    while (more) {
      last := byte();
      if (shift > 56) { M.trapText("Candid: a number is too large") };
      result |= M.extend(last & 127) << shift;
      shift +%= 7;
      more := last > 127;
    };
    if ((last & 64) != 0) { result |= 0xffff_ffff_ffff_ffff << shift };
    if (result +% 0x8000_0000 > 0xffff_ffff) { M.trapText("Candid: a number is too large") };
    M.wrap(result)
  };

  // Types on the wire.

  /// Reads header and type table; returns the number of arguments and leaves the address of their types at 0x1bc.
  func begin(at : Nat32, n : Nat32) : Nat32 {
    CandidTypes.begin();
    M.store32(0x180, at);
    M.store32(0x184, at +% n);
    M.store32(0x1a4, if (n > 0x0fff_ffff) { 0x8000_0000 } else { 100_000 +% (n << 3) });
    if (M.load32(take(4)) != 0x4c44_4944) { M.trapText("Candid: the message does not begin with DIDL") };
    let count = leb();
    if (count > left()) { M.trapText("Candid: the type table is larger than the message") };
    let table = Memory.alloc(count << 2);
    M.store32(0x188, table);
    M.store32(0x18c, count);
    var i : Nat32 = 0;
    while (i < count) {
      M.store32(table +% (i << 2), wire_entry());
      i +%= 1;
    };
    let arguments = leb();
    if (arguments > left()) { M.trapText("Candid: more arguments than bytes") };
    let types = Memory.alloc(arguments << 2);
    i := 0;
    while (i < arguments) {
      M.store32(types +% (i << 2), reference());
      i +%= 1;
    };
    M.store32(0x1bc, types);
    arguments
  };

  /// Reads the reference of a type.
  func reference() : Nat32 {
    let n = sleb();
    if (n < 0x8000_0000) {
      if (n >= M.load32(0x18c)) { M.trapText("Candid: a type that is not in the table") };
      return n;
    };
    let code = 0 -% n;
    if (code > 17 and code != 24) { M.trapText("Candid: an unknown type") };
    0x8000_0000 | code
  };

  func wire_entry() : Nat32 {
    let op = 0 -% sleb();
    if (op == 18 or op == 19) {
      let at = CandidTypes.new_entry(op, 0, 0, 4);
      M.store32(at +% 16, reference());
      return at;
    };
    if (op == 20 or op == 21) { return wire_fields(op) };
    if (op == 22) { return wire_function() };
    if (op == 23) { return wire_service() };
    if (op < 25 or op > 0x7fff_ffff) { M.trapText("Candid: an unknown type in the table") };
    ignore take(leb());
    CandidTypes.new_entry(99, 0, 0, 0)
  };

  func wire_fields(op : Nat32) : Nat32 {
    let n = leb();
    if (n > left()) { M.trapText("Candid: a type is larger than the message") };
    let at = CandidTypes.new_entry(op, n, 0, n *% 12);
    var i : Nat32 = 0;
    var before : Nat32 = 0;
    while (i < n) {
      let hash = leb();
      if (i > 0 and hash <= before) { M.trapText("Candid: the fields of a type are not in order") };
      M.store32(at +% 16 +% i *% 12, hash);
      M.store32(at +% 20 +% i *% 12, reference());
      before := hash;
      i +%= 1;
    };
    at
  };

  func wire_function() : Nat32 {
    let arguments = references();
    let results = references();
    let n = M.load32(arguments);
    let m = M.load32(results);
    var flags : Nat32 = 0;
    var annotations = leb();
    while (annotations > 0) {
      let annotation = byte();
      if (annotation < 1 or annotation > 3) { M.trapText("Candid: an unknown annotation of a function") };
      flags |= if (annotation == 3) { 4 } else { annotation };
      annotations -%= 1;
    };
    let at = CandidTypes.new_entry(22, flags, 0, (n +% m +% 2) << 2);
    M.store32(at +% 16, n);
    M.store32(at +% 20, m);
    M.memoryCopy(at +% 24, arguments +% 4, n << 2);
    M.memoryCopy(at +% 24 +% (n << 2), results +% 4, m << 2);
    at
  };

  /// Reads a counted sequence of references; returns the address of the count, with the references behind it.
  func references() : Nat32 {
    let n = leb();
    if (n > left()) { M.trapText("Candid: a type is larger than the message") };
    let at = Memory.alloc((n +% 1) << 2);
    M.store32(at, n);
    var i : Nat32 = 1;
    while (i <= n) {
      M.store32(at +% (i << 2), reference());
      i +%= 1;
    };
    at
  };

  func wire_service() : Nat32 {
    let n = leb();
    if (n > left()) { M.trapText("Candid: a type is larger than the message") };
    let at = CandidTypes.new_entry(23, n, 0, n *% 12);
    var i : Nat32 = 0;
    while (i < n) {
      let bytes = leb();
      M.store32(at +% 16 +% i *% 12, take(bytes));
      M.store32(at +% 20 +% i *% 12, bytes);
      M.store32(at +% 24 +% i *% 12, reference());
      i +%= 1;
    };
    at
  };

  // Arguments.

  func read_arguments(types : Nat32, count : Nat32, quiet : Nat32) : Nat64 {
    let n = M.load32(types +% 4);
    let wire = M.load32(0x1bc);
    let wanted = Memory.alloc(n << 2);
    var i : Nat32 = 0;
    while (i < n) {
      M.store32(wanted +% (i << 2), CandidTypes.own(M.typeSection() +% M.load32(types +% 8 +% (i << 2))));
      i +%= 1;
    };
    if (not CandidTypes.subtype_sequence(wire, count, wanted, n, 0)) {
      if (quiet == 1) { return 3 };
      M.trapText("Candid: the arguments are not of the types that the method takes");
    };
    let result = Memory.new_tuple(n);
    i := 0;
    while (i < n) {
      let to = result +% 8 +% (i << 3);
      if (i < count) {
        M.store64(to, value(M.load32(wanted +% (i << 2)), M.load32(wire +% (i << 2)), 0));
      } else {
        M.store64(to, missing(M.load32(wanted +% (i << 2))));
      };
      i +%= 1;
    };
    while (i < count) {
      skip(M.load32(wire +% (i << 2)), 0);
      i +%= 1;
    };
    if (left() != 0) { M.trapText("Candid: bytes are left after the arguments") };
    if (n == 0) { return 0 };
    Memory.pointer(result)
  };

  func missing(own : Nat32) : Nat64 { if (CandidTypes.opcode(own) == 16 or own == 0x8000_0201) { 0 } else { 3 } };

  /// Counts one more value and one more level.
  func spend(depth : Nat32) : () {
    let fuel = M.load32(0x1a4);
    if (fuel == 0) { M.trapText("Candid: the message holds more values than its size allows") };
    M.store32(0x1a4, fuel -% 1);
    if (depth > 1500) { M.trapText("Candid: values nest too deeply") };
  };

  // Values. The wire's type is a subtype of the own one.

  func value(own : Nat32, wire : Nat32, depth : Nat32) : Nat64 {
    spend(depth);
    let op = CandidTypes.opcode(own);
    if (op == 18) { return option(own, wire, depth) };
    if (op == 16) { skip(wire, depth); return 0 };
    let wire_op = CandidTypes.opcode(wire);
    if (wire_op == 17) { M.trapText("Candid: a value of the empty type") };
    if (op < 18 or op == 24) { return primitive(op, own, wire_op) };
    if (op == 19) { return vector(own, wire, depth) };
    if (op == 20) { return record(CandidTypes.entry(own), CandidTypes.entry(wire), depth) };
    if (op == 21) { return variant(own, wire, depth) };
    if (op == 22) { return function() };
    principal()
  };

  func option(own : Nat32, wire : Nat32, depth : Nat32) : Nat64 {
    let inner = M.load32(CandidTypes.entry(own) +% 16);
    let wire_op = CandidTypes.opcode(wire);
    if (wire_op == 1 or wire_op == 16) { return 3 };
    var from = wire;
    if (wire_op == 18) {
      let tag = byte();
      if (tag == 0) { return 3 };
      if (tag != 1) { M.trapText("Candid: an option that is neither there nor not") };
      from := M.load32(CandidTypes.entry(wire) +% 16);
    } else {
      if (CandidTypes.may_be_missing(inner)) { skip(wire, depth +% 1); return 3 };
    };
    if (CandidTypes.is_subtype(from, inner)) { return Value.some(value(inner, from, depth +% 1)) };
    skip(from, depth +% 1);
    3
  };

  func primitive(op : Nat32, own : Nat32, wire_op : Nat32) : Nat64 {
    if (op == 1) { return if (own == 0x8000_0201) { 0 } else { 3 } };
    if (op == 2) {
      let b = byte();
      if (b > 1) { M.trapText("Candid: a Bool that is neither true nor false") };
      return Memory.small(b);
    };
    if (op == 3) { return big_leb() };
    if (op == 4) { return if (wire_op == 3) { big_leb() } else { big_sleb() } };
    if (op == 5) { return Memory.small(byte()) };
    if (op == 6) { return Memory.small(M.load16(take(2))) };
    if (op == 7) {
      let n = M.load32(take(4));
      if (own == 0x8000_0107 and not Unicode.is_char(n)) { M.trapText("Candid: a number that is no character") };
      return Memory.small(n);
    };
    if (op == 8 or op == 12) { return Memory.box64(M.load64(take(8))) };
    if (op == 9) { return signed(M.extend(byte()) << 56, 55) };
    if (op == 10) { return signed(M.extend(M.load16(take(2))) << 48, 47) };
    if (op == 11) { return signed(M.extend(M.load32(take(4))) << 32, 31) };
    if (op == 13) { return Memory.box_float(M.bitsFloat32(M.load32(take(4)))) };
    if (op == 14) { return Memory.box_float(M.bitsFloat(M.load64(take(8)))) };
    if (op == 15) { return text() };
    if (op == 24) { return principal() };
    M.trapText("Candid: a value of the empty type")
  };

  /// Shifts right by a number of bits, keeping the sign, and leaves the slot's lowest bit zero.
  func signed(bits : Nat64, shift : Nat64) : Nat64 {
    let fill = if ((bits >> 63) == 1) { 0xffff_ffff_ffff_ffff << (64 -% shift) } else { 0 : Nat64 };
    (bits >> shift) | fill
  };

  /// Returns how many bytes the LEB128 number that follows has.
  func leb_bytes() : Nat32 {
    var at = M.load32(0x180);
    let end = M.load32(0x184);
    while (at < end and M.load8(at) > 127) { at +%= 1 };
    if (at == end) { M.trapText("Candid: the message ends too early") };
    at -% M.load32(0x180) +% 1
  };

  /// Collects groups of seven bits into limbs.
  func collect(from : Nat32, n : Nat32, to : Nat32) : () {
    var i : Nat32 = 0;
    while (i < n) {
      let bit = i *% 7;
      let word = to +% (bit >> 3);
      M.store32(word, M.load32(word) | ((M.load8(from +% i) & 127) << (bit & 7)));
      i +%= 1;
    };
  };

  func big_leb() : Nat64 {
    let n = leb_bytes();
    let from = take(n);
    if (n == 1) { return Memory.small(M.load8(from)) };
    let limbs = ((n *% 7) >> 5) +% 2;
    let to = Memory.alloc(limbs << 2);
    collect(from, n, to);
    Int.int_of_limbs(to, limbs, 0)
  };

  func big_sleb() : Nat64 {
    let n = leb_bytes();
    let from = take(n);
    let limbs = ((n *% 7) >> 5) +% 2;
    let to = Memory.alloc(limbs << 2);
    collect(from, n, to);
    if ((M.load8(from +% n -% 1) & 64) == 0) { return Int.int_of_limbs(to, limbs, 0) };
    let bits = n *% 7;
    let limb = to +% ((bits >> 5) << 2);
    M.store32(limb, M.load32(limb) | (0xffff_ffff << (bits & 31)));
    M.memoryFill(limb +% 4, 255, to +% (limbs << 2) -% limb -% 4);
    Int.int_of_limbs(to, limbs, 1)
  };

  func text() : Nat64 {
    let n = leb();
    let at = take(n);
    if (not Unicode.is_valid(at, n)) { M.trapText("Candid: a text that is no UTF-8") };
    Memory.text_from(at, n)
  };

  func principal() : Nat64 {
    if (byte() != 1) { M.trapText("Candid: an opaque reference") };
    principal_bytes()
  };

  func principal_bytes() : Nat64 {
    let n = leb();
    if (n > 29) { M.trapText("Candid: a principal of more than 29 bytes") };
    Memory.blob_from(take(n), n)
  };

  func function() : Nat64 {
    if (byte() != 1 or byte() != 1) { M.trapText("Candid: an opaque reference") };
    let result = Memory.new_tuple(2);
    M.store64(result +% 8, principal_bytes());
    M.store64(result +% 16, text());
    Memory.pointer(result)
  };

  func vector(own : Nat32, wire : Nat32, depth : Nat32) : Nat64 {
    let at = CandidTypes.entry(own);
    let n = leb();
    if (M.load32(at +% 8) == 0) { return Memory.blob_from(take(n), n) };
    if (n > M.load32(0x1a4)) { M.trapText("Candid: the message holds more values than its size allows") };
    let element = M.load32(at +% 16);
    let wire_element = M.load32(CandidTypes.entry(wire) +% 16);
    let result = Memory.new_array(n);
    var i : Nat32 = 0;
    while (i < n) {
      M.store64(result +% 8 +% (i << 3), value(element, wire_element, depth +% 1));
      i +%= 1;
    };
    Memory.pointer(result)
  };

  /// Records, and tuples, whose fields are numbers.
  func record(at : Nat32, wire : Nat32, depth : Nat32) : Nat64 {
    let n = M.load32(at +% 4);
    let is_tuple = M.load32(M.load32(at +% 8)) == 23;
    let result = if (is_tuple) { Memory.new_tuple(n) } else { Memory.new_object(1, n, M.load32(at +% 12), n << 3) };
    let ends = at +% 16 +% n *% 12;
    let wire_ends = wire +% 16 +% M.load32(wire +% 4) *% 12;
    var field = at +% 16;
    var wire_field = wire +% 16;
    while (wire_field < wire_ends) {
      let hash = M.load32(wire_field);
      while (field < ends and M.load32(field) < hash) {
        M.store64(result +% 8 +% (M.load32(field +% 8) << 3), missing(M.load32(field +% 4)));
        field +%= 12;
      };
      if (field < ends and M.load32(field) == hash) {
        let item = value(M.load32(field +% 4), M.load32(wire_field +% 4), depth +% 1);
        M.store64(result +% 8 +% (M.load32(field +% 8) << 3), item);
        field +%= 12;
      } else {
        skip(M.load32(wire_field +% 4), depth +% 1);
      };
      wire_field +%= 12;
    };
    while (field < ends) {
      M.store64(result +% 8 +% (M.load32(field +% 8) << 3), missing(M.load32(field +% 4)));
      field +%= 12;
    };
    if (is_tuple and n == 0) { 0 } else { Memory.pointer(result) };
  };

  func variant(own : Nat32, wire : Nat32, depth : Nat32) : Nat64 {
    let field = wire_case(CandidTypes.entry(wire));
    let target = CandidTypes.find_field(CandidTypes.entry(own), M.load32(field));
    let hash = M.load32(target +% 8);
    let payload = value(M.load32(target +% 4), M.load32(field +% 4), depth +% 1);
    if (M.load32(target +% 4) == 0x8000_0201) { return (M.extend(hash) << 32) | 7 };
    let result = Memory.new_object(4, 1, hash, 8);
    M.store64(result +% 8, payload);
    Memory.pointer(result)
  };

  /// Reads which case a variant has; returns the address of the case in the wire's entry.
  func wire_case(at : Nat32) : Nat32 {
    let index = leb();
    if (index >= M.load32(at +% 4)) { M.trapText("Candid: a variant's case that its type lacks") };
    at +% 16 +% index *% 12
  };

  // Values that nobody wants.

  func skip(wire : Nat32, depth : Nat32) : () {
    spend(depth);
    let op = CandidTypes.opcode(wire);
    if (op < 18 or op == 24) { skip_primitive(op); return };
    let at = CandidTypes.entry(wire);
    if (op == 18) {
      let tag = byte();
      if (tag > 1) { M.trapText("Candid: an option that is neither there nor not") };
      if (tag == 1) { skip(M.load32(at +% 16), depth +% 1) };
    } else if (op == 19) {
      skip_vector(M.load32(at +% 16), depth);
    } else if (op == 20) {
      var field = at +% 16;
      let ends = field +% M.load32(at +% 4) *% 12;
      while (field < ends) {
        skip(M.load32(field +% 4), depth +% 1);
        field +%= 12;
      };
    } else if (op == 21) {
      skip(M.load32(wire_case(at) +% 4), depth +% 1);
    } else if (op == 22) {
      ignore function();
    } else if (op == 23) {
      ignore principal();
    } else {
      let n = leb();
      ignore leb();
      ignore take(n);
    };
  };

  func skip_vector(element : Nat32, depth : Nat32) : () {
    let n = leb();
    let size = fixed_bytes(CandidTypes.opcode(element));
    if (size > 0) {
      if (n > left() / size) { M.trapText("Candid: the message ends too early") };
      ignore take(n *% size);
      return;
    };
    var i : Nat32 = 0;
    while (i < n) {
      skip(element, depth +% 1);
      i +%= 1;
    };
  };

  /// Returns how many bytes a number of fixed width has, or 0.
  func fixed_bytes(op : Nat32) : Nat32 {
    if (op == 5 or op == 9) { 1 } else if (op == 6 or op == 10) { 2 } else if (op == 7 or op == 11 or op == 13) { 4 } else if (
      op == 8 or op == 12 or op == 14
    ) { 8 } else { 0 };
  };

  func skip_primitive(op : Nat32) : () {
    let size = fixed_bytes(op);
    if (size > 0) {
      ignore take(size);
    } else if (op == 2) {
      ignore primitive(2, 0, 2);
    } else if (op == 3 or op == 4) {
      ignore take(leb_bytes());
    } else if (op == 15) {
      let n = leb();
      let at = take(n);
      if (not Unicode.is_valid(at, n)) { M.trapText("Candid: a text that is no UTF-8") };
    } else if (op == 24) {
      ignore principal();
    } else if (op == 17) {
      M.trapText("Candid: a value of the empty type");
    };
  };
}
