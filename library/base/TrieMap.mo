/// `mo:base/TrieMap`: maps by hash and equality of their keys, in no useful order. Operations take the same time however many entries there
/// are, as long as hashes differ.
import Map "mo:core/Map";
import Nat32 "mo:core/Nat32";
import Types "mo:core/Types";

module {
  /// Entries of one hash.
  type Bucket<K, V> = ?((K, V), Bucket<K, V>);

  /// A map that changes.
  public class TrieMap<K, V>(keyEq : (K, K) -> Bool, keyHash : K -> Nat32) {
    let buckets = Map.empty<Nat32, Bucket<K, V>>();
    var count = 0;

    func bucketOf(hash : Nat32) : Bucket<K, V> { switch (Map.get(buckets, Nat32.compare, hash)) { case (?bucket) bucket; case null null } };

    /// Returns the number of entries.
    public func size() : Nat { count };

    /// Returns the value of a key.
    public func get(key : K) : ?V {
      var rest = bucketOf(keyHash(key));
      loop {
        switch rest {
          case null { return null };
          case (?((k, v), next)) { if (keyEq(k, key)) { return ?v }; rest := next };
        };
      };
    };

    /// Adds an entry, or replaces the value.
    public func put(key : K, value : V) { ignore replace(key, value) };

    /// Adds an entry, or replaces the value, and returns the value before.
    public func replace(key : K, value : V) : ?V {
      let hash = keyHash(key);
      let (old, rest) = without(bucketOf(hash), key);
      Map.add(buckets, Nat32.compare, hash, ?((key, value), rest));
      switch old { case null { count += 1 }; case _ {} };
      old
    };

    /// Removes an entry.
    public func delete(key : K) { ignore remove(key) };

    /// Removes an entry and returns its value.
    public func remove(key : K) : ?V {
      let hash = keyHash(key);
      let (old, rest) = without(bucketOf(hash), key);
      switch old {
        case null {};
        case _ {
          count -= 1;
          switch rest { case null { Map.remove(buckets, Nat32.compare, hash) }; case _ { Map.add(buckets, Nat32.compare, hash, rest) } };
        };
      };
      old
    };

    func without(bucket : Bucket<K, V>, key : K) : (?V, Bucket<K, V>) {
      switch bucket {
        case null (null, null);
        case (?((k, v), next)) {
          if (keyEq(k, key)) { return (?v, next) };
          let (old, rest) = without(next, key);
          (old, ?((k, v), rest))
        };
      };
    };

    /// Gives the keys.
    public func keys() : Types.Iter<K> {
      let all = entries();
      { next = func() : ?K = switch (all.next()) { case (?(k, _)) ?k; case null null } }
    };

    /// Gives the values.
    public func vals() : Types.Iter<V> {
      let all = entries();
      { next = func() : ?V = switch (all.next()) { case (?(_, v)) ?v; case null null } }
    };

    /// Gives the entries.
    public func entries() : Types.Iter<(K, V)> {
      let all = Map.values(buckets);
      var rest : Bucket<K, V> = null;
      {
        next = func() : ?(K, V) {
          loop {
            switch rest {
              case (?(entry, next)) { rest := next; return ?entry };
              case null { switch (all.next()) { case (?bucket) { rest := bucket }; case null { return null } } };
            };
          };
        };
      }
    };
  };

  /// Returns a map with the same entries that changes on its own.
  public func clone<K, V>(map : TrieMap<K, V>, keyEq : (K, K) -> Bool, keyHash : K -> Nat32) : TrieMap<K, V> { fromEntries<K, V>(map.entries(), keyEq, keyHash) };

  /// Returns a map of entries; of equal keys the last one counts.
  public func fromEntries<K, V>(iter : Types.Iter<(K, V)>, keyEq : (K, K) -> Bool, keyHash : K -> Nat32) : TrieMap<K, V> {
    let result = TrieMap<K, V>(keyEq, keyHash);
    for ((k, v) in iter) { result.put(k, v) };
    result
  };

  /// Returns a map of what a function makes of the entries.
  public func map<K, V1, V2>(map : TrieMap<K, V1>, keyEq : (K, K) -> Bool, keyHash : K -> Nat32, f : (K, V1) -> V2) : TrieMap<K, V2> {
    let result = TrieMap<K, V2>(keyEq, keyHash);
    for ((k, v) in map.entries()) { result.put(k, f(k, v)) };
    result
  };

  /// Returns a map of what a function makes of the entries, where it makes something.
  public func mapFilter<K, V1, V2>(map : TrieMap<K, V1>, keyEq : (K, K) -> Bool, keyHash : K -> Nat32, f : (K, V1) -> ?V2) : TrieMap<K, V2> {
    let result = TrieMap<K, V2>(keyEq, keyHash);
    for ((k, v) in map.entries()) { switch (f(k, v)) { case (?made) { result.put(k, made) }; case null {} } };
    result
  };
}
