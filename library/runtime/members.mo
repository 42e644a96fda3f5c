/// What arrays, texts and blobs can do without an import, in ordinary Motoko.
import M "mo:machine";
import Prim "mo:prim";
import Memory "memory";
import Text "text";
import Int "int";

module {
  public func array_values<T>(array : [T]) : { next : () -> ?T } {
    var i = 0;
    let n = array.size();
    { next = func() : ?T { if (i == n) return null; let item = array[i]; i += 1; ?item } }
  };

  public func array_keys<T>(array : [T]) : { next : () -> ?Nat } {
    var i = 0;
    let n = array.size();
    { next = func() : ?Nat { if (i == n) return null; i += 1; ?(i - 1 : Nat) } }
  };

  public func text_chars(text : Text) : { next : () -> ?Char } {
    let bits = M.bits<Text>(text);
    let size = Text.byte_size(bits);
    var at : Nat32 = 0;
    {
      next = func() : ?Char {
        if (at == size) return null;
        let char = Text.text_char_at(bits, at);
        at +%= Text.text_char_bytes(bits, at);
        ?Prim.nat32ToChar(char)
      }
    }
  };

  public func blob_values(blob : Blob) : { next : () -> ?Nat8 } {
    let bits = M.bits<Blob>(blob);
    let size = Text.byte_size(bits);
    var at : Nat32 = 0;
    {
      next = func() : ?Nat8 {
        if (at == size) return null;
        let byte = Text.blob_get(bits, at);
        at +%= 1;
        ?Prim.nat16ToNat8(Prim.nat32ToNat16(byte))
      }
    }
  };

  public func blob_at(blob : Blob, i : Nat) : Nat8 {
    if (i >= blob.size()) M.trapText("index out of bounds");
    Prim.nat16ToNat8(Prim.nat32ToNat16(Text.blob_get(M.bits<Blob>(blob), Prim.natToNat32(i))))
  };

  public func array_tabulate<T>(size : Nat, make : Nat -> T) : [var T] {
    if (size == 0) return [var];
    let array = Prim.Array_init<T>(size, make(0));
    var i = 1;
    while (i < size) { array[i] := make(i); i += 1 };
    array
  };

  public func debug_print_int(n : Int) { Prim.debugPrint(M.value<Text>(Int.text_of_int(M.bits<Int>(n)))) };
  public func debug_print_char(c : Char) { Prim.debugPrint(Prim.charToText(c)) };

  public func text_hash(text : Text) : Nat32 {
    var hash : Nat32 = 0;
    let bits = M.bits<Text>(text);
    let size = Text.byte_size(bits);
    var at : Nat32 = 0;
    while (at < size) { hash := hash *% 223 +% Text.blob_get(bits, at); at +%= 1 };
    hash
  };

  public func is_controller_principal(who : Principal) : Bool {
    let at = Memory.address(M.bits<Principal>(who));
    M.is_controller(at +% 8, Memory.aux_of(at)) != 0
  };

  public func cycles_balance() : Nat {
    let at = Memory.new_blob(16);
    M.canister_cycle_balance128(at +% 8);
    Prim.nat64ToNat(M.load64(at +% 8)) + Prim.nat64ToNat(M.load64(at +% 16)) * 0x1_0000_0000_0000_0000
  };

  public func heap_size() : Nat { Prim.nat32ToNat(M.load32(0x08) -% 0x20_0000) };
  public func memory_bytes() : Nat { Prim.nat32ToNat(M.memorySize()) * 65536 };

  func byte32(n : Nat32) : Nat8 { Prim.nat16ToNat8(Prim.nat32ToNat16(n & 255)) };
  func byte64(n : Nat64) : Nat8 { byte32(M.wrap(n)) };
  public func explode_nat16(n : Nat16) : (Nat8, Nat8) {
    let w = Prim.nat16ToNat32(n);
    (byte32(w >> 8), byte32(w))
  };
  public func explode_nat32(n : Nat32) : (Nat8, Nat8, Nat8, Nat8) { (byte32(n >> 24), byte32(n >> 16), byte32(n >> 8), byte32(n)) };
  public func explode_nat64(n : Nat64) : (Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8) {
    (byte64(n >> 56), byte64(n >> 48), byte64(n >> 40), byte64(n >> 32), byte64(n >> 24), byte64(n >> 16), byte64(n >> 8), byte64(n))
  };
  public func explode_int16(n : Int16) : (Nat8, Nat8) { explode_nat16(Prim.int16ToNat16(n)) };
  public func explode_int32(n : Int32) : (Nat8, Nat8, Nat8, Nat8) { explode_nat32(Prim.int32ToNat32(n)) };
  public func explode_int64(n : Int64) : (Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8) { explode_nat64(Prim.int64ToNat64(n)) };

  /// Keeps the type section beside the stable object, for readers of the heap and the next version.
  public func publish_types() {
    let section = M.typeSection();
    M.store64(0x18, Memory.blob_from(section, M.load32(section) << 2));
  };
}
