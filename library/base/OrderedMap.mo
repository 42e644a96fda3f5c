/// `mo:base/OrderedMap` over `mo:core/pure/Map`: maps that do not change, in the order of their keys. Operations take time in the
/// logarithm of the size unless it is said.
import Core "mo:core/pure/Map";
import Types "mo:core/Types";

module {
  /// A map that does not change.
  public type Map<K, V> = Types.Pure.Map<K, V>;

  /// The operations on maps whose keys have an order.
  public class Operations<K>(compare : (K, K) -> Types.Order) {
    /// Returns a map of entries; of equal keys the last one counts.
    public func fromIter<V>(i : Types.Iter<(K, V)>) : Map<K, V> { Core.fromIter<K, V>(i, compare) };

    /// Returns the map with one more entry, or with another value.
    public func put<V>(m : Map<K, V>, key : K, value : V) : Map<K, V> { Core.add<K, V>(m, compare, key, value) };

    /// As `put`; returns the value before as well.
    public func replace<V>(m : Map<K, V>, key : K, value : V) : (Map<K, V>, ?V) { Core.swap<K, V>(m, compare, key, value) };

    /// Returns the map without an entry.
    public func delete<V>(m : Map<K, V>, key : K) : Map<K, V> { Core.remove<K, V>(m, compare, key) };

    /// As `delete`; returns the value before as well.
    public func remove<V>(m : Map<K, V>, key : K) : (Map<K, V>, ?V) { Core.take<K, V>(m, compare, key) };

    /// Returns the value of a key.
    public func get<V>(m : Map<K, V>, key : K) : ?V { Core.get<K, V>(m, compare, key) };

    /// Returns whether a key is there.
    public func contains<V>(m : Map<K, V>, key : K) : Bool { Core.containsKey<K, V>(m, compare, key) };

    /// Returns the entry with the greatest key.
    public func maxEntry<V>(m : Map<K, V>) : ?(K, V) { Core.maxEntry<K, V>(m) };

    /// Returns the entry with the least key.
    public func minEntry<V>(m : Map<K, V>) : ?(K, V) { Core.minEntry<K, V>(m) };

    /// Gives the entries by ascending key.
    public func entries<V>(m : Map<K, V>) : Types.Iter<(K, V)> { Core.entries<K, V>(m) };

    /// Gives the entries by descending key.
    public func entriesRev<V>(m : Map<K, V>) : Types.Iter<(K, V)> { Core.reverseEntries<K, V>(m) };

    /// Gives the keys in ascending order.
    public func keys<V>(m : Map<K, V>) : Types.Iter<K> { Core.keys<K, V>(m) };

    /// Gives the values by ascending key.
    public func vals<V>(m : Map<K, V>) : Types.Iter<V> { Core.values<K, V>(m) };

    /// Returns what a function makes of the entries, in time of the size.
    public func map<V1, V2>(m : Map<K, V1>, f : (K, V1) -> V2) : Map<K, V2> { Core.map<K, V1, V2>(m, f) };

    /// Returns what a function makes of the entries, where it makes something.
    public func mapFilter<V1, V2>(m : Map<K, V1>, f : (K, V1) -> ?V2) : Map<K, V2> { Core.filterMap<K, V1, V2>(m, compare, f) };

    /// Returns a map without entries.
    public func empty<V>() : Map<K, V> { Core.empty<K, V>() };

    /// Returns the number of entries, at once.
    public func size<V>(m : Map<K, V>) : Nat { Core.size<K, V>(m) };

    /// Combines the entries, the least key first.
    public func foldLeft<Value, Accum>(map : Map<K, Value>, base : Accum, combine : (Accum, K, Value) -> Accum) : Accum { Core.foldLeft<K, Value, Accum>(map, base, combine) };

    /// Combines the entries, the greatest key first.
    public func foldRight<Value, Accum>(map : Map<K, Value>, base : Accum, combine : (K, Value, Accum) -> Accum) : Accum { Core.foldRight<K, Value, Accum>(map, base, combine) };

    /// Returns whether a function says so for all entries.
    public func all<V>(m : Map<K, V>, pred : (K, V) -> Bool) : Bool { Core.all<K, V>(m, pred) };

    /// Returns whether a function says so for an entry.
    public func some<V>(m : Map<K, V>, pred : (K, V) -> Bool) : Bool { Core.any<K, V>(m, pred) };

    /// Traps unless the map is as it should be.
    public func validate<V>(m : Map<K, V>) : () { Core.assertValid<K, V>(m, compare) };
  };

  /// The same as `Operations`.
  public let Make : <K>(compare : (K, K) -> Types.Order) -> Operations<K> = Operations;
}
