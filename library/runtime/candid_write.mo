/// Values to Candid messages.
import M "mo:machine";
import Memory "memory";
import Magnitude "magnitude";
import Builder "builder";
import Value "value";
import CandidTypes "candid_types";

module {
  /// Encodes a TUPLE of results of the types of a TUPLE node, and replies with it.
  public func candid_reply(types : Nat32, v : Nat64) : () {
    encode(types, v);
    M.msg_reply_data_append(Builder.data(), Builder.length());
    M.msg_reply();
  };

  /// Returns a BLOB with a TUPLE of values encoded.
  public func candid_encode(types : Nat32, v : Nat64) : Nat64 {
    encode(types, v);
    Builder.blob()
  };

  func encode(types : Nat32, v : Nat64) : () {
    CandidTypes.begin();
    let n = M.load32(types +% 4);
    let own = Memory.alloc(n << 2);
    var i : Nat32 = 0;
    while (i < n) {
      M.store32(own +% (i << 2), CandidTypes.own(M.typeSection() +% M.load32(types +% 8 +% (i << 2))));
      i +%= 1;
    };
    Builder.open();
    Builder.word(0x4c44_4944);
    table();
    Builder.leb(M.extend(n));
    i := 0;
    while (i < n) {
      reference(M.load32(own +% (i << 2)));
      i +%= 1;
    };
    i := 0;
    while (i < n) {
      value(M.load32(own +% (i << 2)), M.load64(Memory.address(v) +% 8 +% (i << 3)), 0);
      i +%= 1;
    };
  };

  // Types.

  func table() : () {
    let n = M.load32(0x194);
    Builder.leb(M.extend(n));
    var i : Nat32 = 0;
    while (i < n) {
      entry(M.load32(M.load32(0x190) +% (i << 2)));
      i +%= 1;
    };
  };

  func reference(r : Nat32) : () {
    if (CandidTypes.is_primitive(r)) { Builder.byte(0x80 -% (r & 0xff)) } else { Builder.sleb(M.extend(r & 0x3fff_ffff)) };
  };

  func entry(at : Nat32) : () {
    let op = M.load32(at);
    let n = M.load32(at +% 4);
    Builder.byte(0x80 -% op);
    if (op < 20) { reference(M.load32(at +% 16)); return };
    if (op == 22) { function_type(at, n); return };
    Builder.leb(M.extend(n));
    var i : Nat32 = 0;
    while (i < n) {
      let field = at +% 16 +% i *% 12;
      if (op == 23) {
        Builder.leb(M.extend(M.load32(field +% 4)));
        Builder.bytes(M.load32(field), M.load32(field +% 4));
        reference(M.load32(field +% 8));
      } else {
        Builder.leb(M.extend(M.load32(field)));
        reference(M.load32(field +% 4));
      };
      i +%= 1;
    };
  };

  func function_type(at : Nat32, flags : Nat32) : () {
    let n = M.load32(at +% 16);
    let m = M.load32(at +% 20);
    references(at +% 24, n);
    references(at +% 24 +% (n << 2), m);
    Builder.byte(if (flags == 0) { 0 } else { 1 });
    if (flags != 0) { Builder.byte(if (flags == 4) { 3 } else { flags }) };
  };

  func references(at : Nat32, n : Nat32) : () {
    Builder.leb(M.extend(n));
    var i : Nat32 = 0;
    while (i < n) {
      reference(M.load32(at +% (i << 2)));
      i +%= 1;
    };
  };

  // Values.

  func value(own : Nat32, v : Nat64, depth : Nat32) : () {
    if (depth > 1500) { M.trapText("Candid: values nest too deeply") };
    let op = CandidTypes.opcode(own);
    if (op < 18 or op == 24) { primitive(op, v); return };
    let at = CandidTypes.entry(own);
    if (op == 18) {
      Builder.byte(if (v == 3) { 0 } else { 1 });
      if (v != 3) { value(M.load32(at +% 16), Value.unwrap(v), depth +% 1) };
    } else if (op == 19) {
      vector(at, v, depth);
    } else if (op == 20) {
      record(at, v, depth);
    } else if (op == 21) {
      variant(at, v, depth);
    } else if (op == 22) {
      Builder.byte(1);
      principal(M.load64(Memory.address(v) +% 8));
      counted(M.load64(Memory.address(v) +% 16));
    } else {
      principal(v);
    };
  };

  func principal(v : Nat64) : () {
    Builder.byte(1);
    counted(v);
  };

  /// Writes the number of bytes of a TEXT or BLOB, and the bytes.
  func counted(v : Nat64) : () {
    Builder.leb(M.extend(Memory.aux_of(Memory.address(v))));
    Builder.contents(v);
  };

  func primitive(op : Nat32, v : Nat64) : () {
    if (op == 2 or op == 5 or op == 9) { Builder.byte(M.wrap(v >> 1)) } else if (op == 6 or op == 10) {
      Builder.half(M.wrap(v >> 1));
    } else if (op == 7 or op == 11) {
      Builder.word(M.wrap(v >> 1));
    } else if (op == 8 or op == 12) {
      Builder.double(Memory.unbox64(v));
    } else if (op == 13) {
      Builder.word(M.float32Bits(Memory.unbox_float(v)));
    } else if (op == 14) {
      Builder.double(M.load64(Memory.address(v) +% 8));
    } else if (op == 15) {
      counted(v);
    } else if (op == 24) {
      principal(v);
    } else if (op == 3) {
      natural(v);
    } else if (op == 4) {
      integer(v);
    } else if (op == 17) {
      M.trapText("Candid: a value of type None");
    };
  };

  func natural(v : Nat64) : () {
    if ((v & 1) == 0) { Builder.leb(v >> 1); return };
    let item = Memory.address(v);
    let count = Memory.aux_of(item);
    let copy = Memory.alloc((count << 2) +% 16);
    M.memoryCopy(copy, item +% 8, count << 2);
    groups(copy, (bit_length(copy, count) +% 6) / 7);
  };

  func integer(v : Nat64) : () {
    if ((v & 1) == 0) { Builder.sleb(Memory.unbox64(v)); return };
    let item = Memory.address(v);
    let count = Memory.aux_of(item);
    let copy = Memory.alloc((count << 2) +% 16);
    M.memoryCopy(copy, item +% 8, count << 2);
    let bits = bit_length(copy, count);
    if (Memory.count_of(item) == 1) { negate(copy, count +% 3) };
    groups(copy, bits / 7 +% 1);
  };

  func bit_length(at : Nat32, count : Nat32) : Nat32 { (count << 5) -% M.clz32(M.load32(at +% ((count -% 1) << 2))) };

  func negate(at : Nat32, count : Nat32) : () {
    var carry : Nat64 = 1;
    var i : Nat32 = 0;
    while (i < count) {
      let sum = (Magnitude.limb(at, i) ^ 0xffff_ffff) +% carry;
      M.store32(at +% (i << 2), M.wrap(sum));
      carry := sum >> 32;
      i +%= 1;
    };
  };

  /// Writes `n` groups of seven bits.
  func groups(at : Nat32, n : Nat32) : () {
    var i : Nat32 = 0;
    while (i < n) {
      let bit = i *% 7;
      let low = (M.load32(at +% (bit >> 3)) >> (bit & 7)) & 127;
      Builder.byte(if (i +% 1 < n) { low | 128 } else { low });
      i +%= 1;
    };
  };

  func vector(at : Nat32, v : Nat64, depth : Nat32) : () {
    if (M.load32(at +% 8) == 0) { counted(v); return };
    let from = Memory.address(v) +% 8;
    let n = Memory.aux_of(Memory.address(v));
    let element = M.load32(at +% 16);
    Builder.leb(M.extend(n));
    var i : Nat32 = 0;
    while (i < n) {
      value(element, M.load64(from +% (i << 3)), depth +% 1);
      i +%= 1;
    };
  };

  func record(at : Nat32, v : Nat64, depth : Nat32) : () {
    let n = M.load32(at +% 4);
    let node = M.load32(at +% 8);
    let is_tuple = M.load32(node) == 23;
    var exact = true;
    if (n > 0 and not is_tuple) { exact := Memory.aux_of(Memory.address(v)) == M.load32(at +% 12) };
    var i : Nat32 = 0;
    while (i < n) {
      let field = at +% 16 +% i *% 12;
      var slot = Memory.address(v) +% 8 +% (M.load32(field +% 8) << 3);
      if (not exact) { slot := Value.object_slot(v, M.load32(node +% 8 +% (M.load32(field +% 8) << 4))) };
      value(M.load32(field +% 4), M.load64(slot), depth +% 1);
      i +%= 1;
    };
  };

  func variant(at : Nat32, v : Nat64, depth : Nat32) : () {
    let hash = Value.variant_tag(v);
    let n = M.load32(at +% 4);
    var i : Nat32 = 0;
    while (i < n and M.load32(at +% 24 +% i *% 12) != hash) { i +%= 1 };
    if (i == n) { M.trapText("a variant has a case that its type lacks") };
    Builder.leb(M.extend(i));
    value(M.load32(at +% 20 +% i *% 12), Value.variant_payload(v), depth +% 1);
  };
}
