/// Weak references: WEAK objects, whose slot the collector does not follow but empties (aux 1) once nothing else holds the value.
import M "mo:machine";
import Memory "memory";
import Value "value";

module {
  public func weak_new(target : Nat64) : Nat64 {
    let at = Memory.new_object(13, 1, 0, 8);
    M.store64(at +% 8, target);
    Memory.pointer(at)
  };

  public func weak_get(weak_reference : Nat64) : Nat64 {
    let at = Memory.address(weak_reference);
    if (Memory.aux_of(at) == 1) { 3 } else { Value.some(M.load64(at +% 8)) };
  };

  public func weak_is_live(weak_reference : Nat64) : Nat32 { 1 -% Memory.aux_of(Memory.address(weak_reference)) };
}
