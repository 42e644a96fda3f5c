/// What an app asks of the machine beside its messages: cycles, settings, certificates.
import M "mo:machine";
import Prim "mo:prim";
import Memory "memory";

module {
  /// Returns the number of 128 bits at an address.
  func number_at(at : Nat32) : Nat {
    Prim.nat64ToNat(M.load64(at)) + Prim.nat64ToNat(M.load64(at +% 8)) * 0x1_0000_0000_0000_0000
  };

  func high(n : Nat) : Nat64 { Prim.natToNat64(n / 0x1_0000_0000_0000_0000) };
  func low(n : Nat) : Nat64 { Prim.natToNat64(n % 0x1_0000_0000_0000_0000) };

  /// No more than this can be asked for.
  func within(n : Nat) : Nat {
    let most = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_ffff;
    if (n > most) { most } else { n };
  };

  public func cycles_available() : Nat {
    let at = Memory.alloc(16);
    M.msg_cycles_available128(at);
    number_at(at)
  };

  /// What came back lies at 0x1c0 while an answer is looked at.
  public func cycles_refunded() : Nat { number_at(0x1c0) };

  public func cycles_accept(amount : Nat) : Nat {
    let at = Memory.alloc(16);
    M.msg_cycles_accept128(high(within(amount)), low(within(amount)), at);
    number_at(at)
  };

  public func cycles_burn(amount : Nat) : Nat {
    let at = Memory.alloc(16);
    M.cycles_burn128(high(within(amount)), low(within(amount)), at);
    number_at(at)
  };

  public func env_var(name : Text) : ?Text {
    let key = Memory.address(M.bits<Text>(name));
    let bytes = Memory.aux_of(key);
    if (bytes > 128 or M.env_var_name_exists(key +% 8, bytes) == 0) { return null };
    let n = M.env_var_value_size(key +% 8, bytes);
    let at = Memory.new_text(n);
    M.env_var_value_copy(key +% 8, bytes, at +% 8, 0, n);
    ?M.value<Text>(Memory.pointer(at))
  };

  public func env_var_names() : [Text] {
    let count = M.env_var_count();
    let names = Memory.new_array(count);
    var i : Nat32 = 0;
    while (i < count) {
      let n = M.env_var_name_size(i);
      let at = Memory.new_text(n);
      M.env_var_name_copy(i, at +% 8, 0, n);
      M.store64(names +% 8 +% (i << 3), Memory.pointer(at));
      i +%= 1;
    };
    M.value<[Text]>(Memory.pointer(names))
  };

  public func set_certified_data(data : Blob) : () {
    let at = Memory.address(M.bits<Blob>(data));
    M.certified_data_set(at +% 8, Memory.aux_of(at));
  };

  public func get_certificate() : ?Blob {
    if (M.data_certificate_present() == 0) { return null };
    let n = M.data_certificate_size();
    let at = Memory.new_blob(n);
    M.data_certificate_copy(at +% 8, 0, n);
    ?M.value<Blob>(Memory.pointer(at))
  };
}
