import Array "mo:core/Array";
import Nat "mo:core/Nat";
import Types "Types";

module {
  public let sizeMax = 50;

  /// Cuts a page out of what there is.
  public func page<T>(all : [T], from : Nat, size : Nat) : Types.Page<T> {
    let total = all.size();
    let count = Nat.min(Nat.max(size, 1), sizeMax);
    if (from >= total) { return { items = []; total; next = null } };
    let end = Nat.min(from + count, total);
    { items = all.sliceToArray(from, end); total; next = if (end < total) { ?end } else { null } };
  };

  public func mapPage<A, B>(page : Types.Page<A>, f : A -> B) : Types.Page<B> {
    { page with items = page.items.map(f) };
  };
};
