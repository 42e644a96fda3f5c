/// What an actor asks of its surroundings.
import M "mo:machine";
import Memory "memory";

module {
  /// Returns the caller of the message as a BLOB.
  public func caller() : Nat64 {
    let n = M.msg_caller_size();
    let at = Memory.new_blob(n);
    M.msg_caller_copy(at +% 8, 0, n);
    Memory.pointer(at)
  };

  /// Returns the principal of this actor as a BLOB.
  public func self_principal() : Nat64 {
    let n = M.canister_self_size();
    let at = Memory.new_blob(n);
    M.canister_self_copy(at +% 8, 0, n);
    Memory.pointer(at)
  };

  /// Returns the name of the function that a message is for, while the message is inspected.
  public func method_name() : Nat64 {
    let n = M.msg_method_name_size();
    let at = Memory.new_text(n);
    M.msg_method_name_copy(at +% 8, 0, n);
    Memory.pointer(at)
  };

  /// Writes a TEXT to the log.
  public func debug_print(text : Nat64) : () {
    let at = Memory.address(text);
    M.debug_print(at +% 8, Memory.aux_of(at));
  };
}
