/// Maps that do not change: adding and removing give a new map, which shares most of the old one. All take time in the logarithm of
/// the size.
import Prim "mo:⛔";
import Types "../Types";

module {
  /// A balanced search tree: the heights of two sides differ by one at most.
  public type Map<K, V> = Types.Pure.Map<K, V>;
  type Tree<K, V> = Types.Pure.Tree<K, V>;
  type Order = Types.Order;

  func height<K, V>(tree : Tree<K, V>) : Nat { switch tree { case (#leaf) 0; case (#node(h, _, _, _, _)) h } };

  func node<K, V>(left : Tree<K, V>, k : K, v : V, right : Tree<K, V>) : Tree<K, V> {
    let a = height(left);
    let b = height(right);
    #node(1 + (if (a > b) { a } else { b }), left, k, v, right)
  };

  /// Joins two trees whose heights differ by two at most.
  func balance<K, V>(left : Tree<K, V>, k : K, v : V, right : Tree<K, V>) : Tree<K, V> {
    if (height(left) > height(right) + 1) {
      switch left {
        case (#node(_, ll, lk, lv, lr)) {
          if (height(ll) >= height(lr)) { return node(ll, lk, lv, node(lr, k, v, right)) };
          switch lr {
            case (#node(_, lrl, lrk, lrv, lrr)) { return node(node(ll, lk, lv, lrl), lrk, lrv, node(lrr, k, v, right)) };
            case (#leaf) {};
          };
        };
        case (#leaf) {};
      };
    };
    if (height(right) > height(left) + 1) {
      switch right {
        case (#node(_, rl, rk, rv, rr)) {
          if (height(rr) >= height(rl)) { return node(node(left, k, v, rl), rk, rv, rr) };
          switch rl {
            case (#node(_, rll, rlk, rlv, rlr)) { return node(node(left, k, v, rll), rlk, rlv, node(rlr, rk, rv, rr)) };
            case (#leaf) {};
          };
        };
        case (#leaf) {};
      };
    };
    node(left, k, v, right)
  };

  func insertIn<K, V>(tree : Tree<K, V>, compare : (K, K) -> Order, key : K, value : V) : Tree<K, V> {
    switch tree {
      case (#leaf) #node(1, #leaf, key, value, #leaf);
      case (#node(h, left, k, v, right)) {
        switch (compare(key, k)) {
          case (#less) balance(insertIn(left, compare, key, value), k, v, right);
          case (#equal) #node(h, left, key, value, right);
          case (#greater) balance(left, k, v, insertIn(right, compare, key, value));
        };
      };
    };
  };

  /// Returns the first entry of a tree that is not empty, and the tree without it.
  func takeFirst<K, V>(left : Tree<K, V>, k : K, v : V, right : Tree<K, V>) : (K, V, Tree<K, V>) {
    switch left {
      case (#leaf) (k, v, right);
      case (#node(_, ll, lk, lv, lr)) {
        let (firstKey, firstValue, rest) = takeFirst(ll, lk, lv, lr);
        (firstKey, firstValue, balance(rest, k, v, right))
      };
    };
  };

  func removeIn<K, V>(tree : Tree<K, V>, compare : (K, K) -> Order, key : K) : Tree<K, V> {
    switch tree {
      case (#leaf) #leaf;
      case (#node(_, left, k, v, right)) {
        switch (compare(key, k)) {
          case (#less) balance(removeIn(left, compare, key), k, v, right);
          case (#greater) balance(left, k, v, removeIn(right, compare, key));
          case (#equal) {
            switch right {
              case (#leaf) left;
              case (#node(_, rl, rk, rv, rr)) {
                let (nextKey, nextValue, rest) = takeFirst(rl, rk, rv, rr);
                balance(left, nextKey, nextValue, rest)
              };
            };
          };
        };
      };
    };
  };

  /// Returns a new map without entries.
  public func empty<K, V>() : Map<K, V> { { size = 0; tree = #leaf } };

  /// Returns a new map of one entry.
  public func singleton<K, V>(key : K, value : V) : Map<K, V> { { size = 1; tree = #node(1, #leaf, key, value, #leaf) } };

  /// Returns the number of entries, at once.
  public func size<K, V>(self : Map<K, V>) : Nat { self.size };

  /// Returns whether there is nothing in the map, at once.
  public func isEmpty<K, V>(self : Map<K, V>) : Bool { self.size == 0 };

  /// Returns the value of a key, or `null`.
  public func get<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : ?V {
    var tree = self.tree;
    loop {
      switch tree {
        case (#leaf) { return null };
        case (#node(_, left, k, v, right)) {
          switch (compare(key, k)) {
            case (#less) { tree := left };
            case (#equal) { return ?v };
            case (#greater) { tree := right };
          };
        };
      };
    };
  };

  /// Returns whether a key is there. Takes time in the logarithm of the size.
  public func containsKey<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : Bool {
    var tree = self.tree;
    loop {
      switch tree {
        case (#leaf) { return false };
        case (#node(_, left, k, _, right)) {
          switch (compare(key, k)) {
            case (#less) { tree := left };
            case (#equal) { return true };
            case (#greater) { tree := right };
          };
        };
      };
    };
  };

  /// Returns a map with an entry more, or with another value for the key.
  public func add<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : Map<K, V> {
    insert(self, compare, key, value).0
  };

  /// As `add`; says whether the key is new.
  public func insert<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : (Map<K, V>, Bool) {
    let known = containsKey(self, compare, key);
    ({ size = if known { self.size } else { self.size + 1 }; tree = insertIn(self.tree, compare, key, value) }, not known)
  };

  /// As `add`; gives the value that the key had.
  public func swap<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : (Map<K, V>, ?V) {
    let old = get(self, compare, key);
    (insert(self, compare, key, value).0, old)
  };

  /// As `swap`, but does nothing if the key is not there.
  public func replace<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : (Map<K, V>, ?V) {
    if (containsKey(self, compare, key)) { swap(self, compare, key, value) } else { (self, null) };
  };

  /// Returns a map without a key.
  public func remove<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : Map<K, V> { delete(self, compare, key).0 };

  /// As `remove`; says whether the key was there.
  public func delete<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : (Map<K, V>, Bool) {
    if (not containsKey(self, compare, key)) { return (self, false) };
    ({ size = self.size - 1 : Nat; tree = removeIn(self.tree, compare, key) }, true)
  };

  /// As `remove`; gives the value that the key had.
  public func take<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : (Map<K, V>, ?V) {
    let old = get(self, compare, key);
    (delete(self, compare, key).0, old)
  };

  /// Returns the entry with the least key.
  public func minEntry<K, V>(self : Map<K, V>) : ?(K, V) { entries(self).next() };

  /// Returns the entry with the greatest key.
  public func maxEntry<K, V>(self : Map<K, V>) : ?(K, V) { reverseEntries(self).next() };

  /// Gives the entries in the order of the keys.
  public func entries<K, V>(self : Map<K, V>) : Types.Iter<(K, V)> {
    var todo : Types.Pure.List<Tree<K, V>> = ?(self.tree, null);
    {
      next = func() : ?(K, V) {
        loop {
          switch todo {
            case null { return null };
            case (?(#leaf, rest)) { todo := rest };
            case (?(#node(_, #leaf, k, v, right), rest)) { todo := ?(right, rest); return ?(k, v) };
            case (?(#node(h, left, k, v, right), rest)) { todo := ?(left, ?(#node(h, #leaf, k, v, right), rest)) };
          };
        };
      };
    }
  };

  /// Gives the entries from the greatest key to the least.
  public func reverseEntries<K, V>(self : Map<K, V>) : Types.Iter<(K, V)> {
    var todo : Types.Pure.List<Tree<K, V>> = ?(self.tree, null);
    {
      next = func() : ?(K, V) {
        loop {
          switch todo {
            case null { return null };
            case (?(#leaf, rest)) { todo := rest };
            case (?(#node(_, left, k, v, #leaf), rest)) { todo := ?(left, rest); return ?(k, v) };
            case (?(#node(h, left, k, v, right), rest)) { todo := ?(right, ?(#node(h, left, k, v, #leaf), rest)) };
          };
        };
      };
    }
  };

  /// Gives the keys in ascending order.
  public func keys<K, V>(self : Map<K, V>) : Types.Iter<K> {
    let iter = entries(self);
    { next = func() : ?K { switch (iter.next()) { case (?(k, _)) ?k; case null null } } }
  };

  /// Gives the values by ascending key.
  public func values<K, V>(self : Map<K, V>) : Types.Iter<V> {
    let iter = entries(self);
    { next = func() : ?V { switch (iter.next()) { case (?(_, v)) ?v; case null null } } }
  };

  /// Returns a map of the entries that an iterator gives; of equal keys the last one counts.
  public func fromIter<K, V>(iter : Types.Iter<(K, V)>, compare : (implicit : (K, K) -> Order)) : Map<K, V> {
    var map = empty<K, V>();
    for ((k, v) in iter) { map := add(map, compare, k, v) };
    map
  };

  /// Returns a new map of what an iterator gives; of equal keys the last one counts.
  public func toMap<K, V>(self : Types.Iter<(K, V)>, compare : (implicit : (K, K) -> Order)) : Map<K, V> { fromIter(self, compare) };

  /// Calls a function with each entry, in order.
  public func forEach<K, V>(self : Map<K, V>, operation : (K, V) -> ()) { for ((k, v) in entries(self)) { operation(k, v) } };

  /// Returns whether a function says so for all entries; stops at the first for which it does not.
  public func all<K, V>(self : Map<K, V>, pred : (K, V) -> Bool) : Bool {
    for ((k, v) in entries(self)) { if (not pred(k, v)) { return false } };
    true
  };

  /// Returns whether a function says so for some entry; stops at the first.
  public func any<K, V>(self : Map<K, V>, pred : (K, V) -> Bool) : Bool {
    for ((k, v) in entries(self)) { if (pred(k, v)) { return true } };
    false
  };

  /// Combines the entries, the first one first.
  public func foldLeft<K, V, A>(self : Map<K, V>, base : A, combine : (A, K, V) -> A) : A {
    var result = base;
    for ((k, v) in entries(self)) { result := combine(result, k, v) };
    result
  };

  /// Combines the entries, the last one first.
  public func foldRight<K, V, A>(self : Map<K, V>, base : A, combine : (K, V, A) -> A) : A {
    var result = base;
    for ((k, v) in reverseEntries(self)) { result := combine(k, v, result) };
    result
  };

  /// Returns a map with the same keys and what a function makes of each entry.
  public func map<K, V1, V2>(self : Map<K, V1>, f : (K, V1) -> V2) : Map<K, V2> {
    func go(tree : Tree<K, V1>) : Tree<K, V2> {
      switch tree {
        case (#leaf) #leaf;
        case (#node(h, left, k, v, right)) #node(h, go(left), k, f(k, v), go(right));
      };
    };
    { size = self.size; tree = go(self.tree) }
  };

  /// Returns a new map of the entries for which a function says so. Takes time in the size.
  public func filter<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), criterion : (K, V) -> Bool) : Map<K, V> {
    var result = empty<K, V>();
    for ((k, v) in entries(self)) { if (criterion(k, v)) { result := add(result, compare, k, v) } };
    result
  };

  /// Returns a new map of what a function makes of the entries, where it makes something. Takes time in the size.
  public func filterMap<K, V1, V2>(self : Map<K, V1>, compare : (implicit : (K, K) -> Order), f : (K, V1) -> ?V2) : Map<K, V2> {
    var result = empty<K, V2>();
    for ((k, v) in entries(self)) { switch (f(k, v)) { case (?w) { result := add(result, compare, k, w) }; case null {} } };
    result
  };

  /// Returns an array of the entries. Takes time in the size.
  public func toArray<K, V>(self : Map<K, V>) : [(K, V)] {
    let iter = entries(self);
    Prim.Array_tabulate<(K, V)>(self.size, func _ = switch (iter.next()) { case (?entry) entry; case null Prim.trap("pure/Map: an entry is missing") })
  };

  /// Returns whether the two maps are the same. Takes time in the size.
  public func equal<K, V>(self : Map<K, V>, other : Map<K, V>, compare : (implicit : (K, K) -> Order), equal : (implicit : (V, V) -> Bool)) : Bool {
    if (self.size != other.size) { return false };
    let others = entries(other);
    for ((k, v) in entries(self)) {
      switch (others.next()) {
        case null { return false };
        case (?(l, w)) { switch (compare(k, l)) { case (#equal) { if (not equal(v, w)) { return false } }; case _ { return false } } };
      };
    };
    true
  };

  /// Compares entry by entry, keys before values.
  public func compare<K, V>(
    self : Map<K, V>,
    other : Map<K, V>,
    compareKey : (implicit : (compare : (K, K) -> Order)),
    compareValue : (implicit : (compare : (V, V) -> Order)),
  ) : Order {
    let a = entries(self);
    let b = entries(other);
    loop {
      switch (a.next(), b.next()) {
        case (null, null) { return #equal };
        case (null, _) { return #less };
        case (_, null) { return #greater };
        case (?(k, v), ?(l, w)) {
          switch (compareKey(k, l)) {
            case (#equal) { switch (compareValue(v, w)) { case (#equal) {}; case order { return order } } };
            case order { return order };
          };
        };
      };
    };
  };

  /// Traps if the tree is not balanced or its keys are not in order.
  public func assertValid<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order)) : () {
    func check(tree : Tree<K, V>) : Nat {
      switch tree {
        case (#leaf) 0;
        case (#node(h, left, _, _, right)) {
          let a = check(left);
          let b = check(right);
          if (a > b + 1 or b > a + 1 or h != 1 + (if (a > b) { a } else { b })) { Prim.trap("pure/Map: not balanced") };
          h
        };
      };
    };
    ignore check(self.tree);
    var before : ?K = null;
    var count = 0;
    for ((k, _) in entries(self)) {
      switch before {
        case (?b) { switch (compare(b, k)) { case (#less) {}; case _ Prim.trap("pure/Map: keys are not in order") } };
        case null {};
      };
      before := ?k;
      count += 1;
    };
    if (count != self.size) { Prim.trap("pure/Map: the size is wrong") };
  };

  /// Example: `"PureMap{(1, a), (2, b)}"`.
  public func toText<K, V>(self : Map<K, V>, keyFormat : (implicit : (toText : K -> Text)), valueFormat : (implicit : (toText : V -> Text))) : Text {
    var text = "PureMap{";
    var first = true;
    for ((k, v) in entries(self)) {
      if first { first := false } else { text #= ", " };
      text #= "(" # keyFormat(k) # ", " # valueFormat(v) # ")";
    };
    text # "}"
  };
}
