/// The steps of a chain of migrations: which of them the app has made, by name (0x38: an ARRAY of TEXT, or null).
import M "mo:machine";
import Memory "memory";
import Text "text";

module {
  /// Returns how many steps of a chain were made: all that come before the first that was not. `names` is an ARRAY of TEXT.
  public func chain_made(names : Nat64) : Nat32 {
    let array = Memory.address(names);
    let n = Memory.aux_of(array);
    var made : Nat32 = 0;
    var i : Nat32 = 0;
    while (i < n) {
      if (was_made(M.load64(array +% 8 +% (i << 3)))) {
        if (made != i) { M.trapText("a migration that was not made yet stands before one that was: give it a later name") };
        made := i +% 1;
      };
      i +%= 1;
    };
    made
  };

  func was_made(name : Nat64) : Bool {
    let known = M.load64(0x38);
    if (known == 3) { return false };
    let array = Memory.address(known);
    let n = Memory.aux_of(array);
    var i : Nat32 = 0;
    while (i < n) {
      if (Text.text_eq(M.load64(array +% 8 +% (i << 3)), name) != 0) { return true };
      i +%= 1;
    };
    false
  };

  /// Remembers that all steps of a chain were made, besides those that were before.
  public func chain_remember(names : Nat64) : () {
    let array = Memory.address(names);
    let known = M.load64(0x38);
    let count = if (known == 3) { 0 : Nat32 } else { Memory.aux_of(Memory.address(known)) };
    let all = Memory.new_array(count +% fresh(array, 0));
    if (known != 3) { M.memoryCopy(all +% 8, Memory.address(known) +% 8, count << 3) };
    ignore fresh(array, all +% 8 +% (count << 3));
    M.store64(0x38, Memory.pointer(all));
  };

  /// Counts the names that are not remembered, and writes them to `to` unless that is 0.
  func fresh(array : Nat32, to : Nat32) : Nat32 {
    let n = Memory.aux_of(array);
    var found : Nat32 = 0;
    var i : Nat32 = 0;
    while (i < n) {
      let name = M.load64(array +% 8 +% (i << 3));
      if (not was_made(name)) {
        if (to != 0) { M.store64(to +% (found << 3), name) };
        found +%= 1;
      };
      i +%= 1;
    };
    found
  };
};
