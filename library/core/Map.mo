/// Maps from keys to values, in the order of the keys. Looking up, adding and removing take time in the logarithm of the size.
import Prim "mo:⛔";
import Types "Types";

module {
  /// A B-tree that changes in place. Nodes other than the root have 7 to 15 keys.
  public type Map<K, V> = Types.Map<K, V>;
  type Node<K, V> = Types.MapNode<K, V>;
  type Order = Types.Order;

  let keysMost = 15;
  let keysLeast = 7;

  /// What `search` adds to a position to say that the key is there; more than any position.
  let found = 16;

  // Nodes.

  func newNode<K, V>(leaf : Bool) : Node<K, V> {
    let none : [var ?Node<K, V>] = [var];
    {
      var count = 0;
      keys = Prim.Array_init<?K>(keysMost, null);
      values = Prim.Array_init<?V>(keysMost, null);
      children = if leaf { none } else { Prim.Array_init<?Node<K, V>>(keysMost + 1, null) };
    }
  };

  func isLeaf<K, V>(node : Node<K, V>) : Bool { node.children.size() == 0 };

  func keyOf<K, V>(node : Node<K, V>, i : Nat) : K { switch (node.keys[i]) { case (?k) k; case null Prim.trap("Map: a key is missing") } };
  func valueOf<K, V>(node : Node<K, V>, i : Nat) : V { switch (node.values[i]) { case (?v) v; case null Prim.trap("Map: a value is missing") } };
  func childOf<K, V>(node : Node<K, V>, i : Nat) : Node<K, V> {
    switch (node.children[i]) { case (?n) n; case null Prim.trap("Map: a node is missing") };
  };

  /// Returns the position of a key plus `found`, or else the position of the first key that is greater.
  func search<K, V>(node : Node<K, V>, compare : (K, K) -> Order, key : K) : Nat {
    // Positions are small: unboxed numbers that need no look at their size.
    let keys = node.keys;
    var low : Nat32 = 0;
    var high = Prim.natToNat32(node.count);
    while (low < high) {
      let middle = (low +% high) >> 1;
      switch (keys[Prim.nat32ToNat(middle)]) {
        case null Prim.trap("Map: a key is missing");
        case (?here) {
          switch (compare(here, key)) {
            case (#less) { low := middle +% 1 };
            case (#equal) { return Prim.nat32ToNat(middle +% 16) };
            case (#greater) { high := middle };
          };
        };
      };
    };
    Prim.nat32ToNat(low)
  };

  // Making maps.

  /// Returns a new map without entries.
  /// Example: `let ages = Map.empty<Text, Nat>(); ages.add("Ada", 36)`.
  public func empty<K, V>() : Map<K, V> { { var root = newNode<K, V>(true); var size = 0 } };

  /// Returns a new map of one entry.
  public func singleton<K, V>(key : K, value : V) : Map<K, V> {
    let map = empty<K, V>();
    map.root.keys[0] := ?key;
    map.root.values[0] := ?value;
    map.root.count := 1;
    map.size := 1;
    map
  };

  /// Returns a map of the entries that an iterator gives; of equal keys the last one counts.
  public func fromIter<K, V>(iter : Types.Iter<(K, V)>, compare : (implicit : (K, K) -> Order)) : Map<K, V> {
    let map = empty<K, V>();
    for ((k, v) in iter) { ignore swap(map, compare, k, v) };
    map
  };

  /// Returns a new map of what an iterator gives; of equal keys the last one counts.
  public func toMap<K, V>(self : Types.Iter<(K, V)>, compare : (implicit : (K, K) -> Order)) : Map<K, V> { fromIter(self, compare) };

  /// Returns a new map of the entries of an array. Takes time in the size, times its logarithm.
  public func fromArray<K, V>(array : [(K, V)], compare : (implicit : (K, K) -> Order)) : Map<K, V> { fromIter(array.values(), compare) };

  /// Returns a new map of the entries of an array. Takes time in the size, times its logarithm.
  public func fromVarArray<K, V>(array : [var (K, V)], compare : (implicit : (K, K) -> Order)) : Map<K, V> { fromIter(array.values(), compare) };

  /// Returns a new map of the entries of one that does not change.
  public func fromPure<K, V>(map : Types.Pure.Map<K, V>, compare : (implicit : (K, K) -> Order)) : Map<K, V> {
    let result = empty<K, V>();
    addTree(result, map.tree, compare);
    result
  };

  func addTree<K, V>(map : Map<K, V>, tree : Types.Pure.Tree<K, V>, compare : (K, K) -> Order) {
    switch tree {
      case (#leaf) {};
      case (#node(_, left, k, v, right)) {
        addTree(map, left, compare);
        ignore swap(map, compare, k, v);
        addTree(map, right, compare);
      };
    };
  };

  /// Returns the entries in a map that does not change.
  public func toPure<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order)) : Types.Pure.Map<K, V> {
    let iter = entries(self);
    { size = self.size; tree = pureTree(iter, self.size) }
  };

  /// Builds a balanced tree of the next `n` entries.
  func pureTree<K, V>(iter : Types.Iter<(K, V)>, n : Nat) : Types.Pure.Tree<K, V> {
    if (n == 0) { return #leaf };
    let left = pureTree(iter, n / 2);
    switch (iter.next()) {
      case null Prim.trap("Map: an entry is missing");
      case (?(k, v)) {
        let right = pureTree(iter, n - n / 2 - 1 : Nat);
        let height = 1 + Prim.abs(if (heightOf(left) > heightOf(right)) { heightOf(left) } else { heightOf(right) });
        #node(height, left, k, v, right)
      };
    };
  };

  func heightOf<K, V>(tree : Types.Pure.Tree<K, V>) : Nat { switch tree { case (#leaf) 0; case (#node(h, _, _, _, _)) h } };

  /// Returns a map with the same entries that changes on its own.
  public func clone<K, V>(self : Map<K, V>) : Map<K, V> { { var root = cloneNode(self.root); var size = self.size } };

  func cloneNode<K, V>(node : Node<K, V>) : Node<K, V> {
    {
      var count = node.count;
      keys = Prim.Array_tabulateVar<?K>(node.keys.size(), func i = node.keys[i]);
      values = Prim.Array_tabulateVar<?V>(node.values.size(), func i = node.values[i]);
      children = Prim.Array_tabulateVar<?Node<K, V>>(
        node.children.size(),
        func i = switch (node.children[i]) { case null null; case (?child) ?cloneNode<K, V>(child) },
      );
    }
  };

  // Looking up.

  /// Returns the number of entries, at once.
  public func size<K, V>(self : Map<K, V>) : Nat { self.size };

  /// Returns whether there is nothing in the map, at once.
  public func isEmpty<K, V>(self : Map<K, V>) : Bool { self.size == 0 };

  /// Returns the value of a key, or `null`.
  /// Example: `switch (ages.get("Ada")) { case (?age) ...; case null ... }`.
  public func get<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : ?V {
    var node = self.root;
    loop {
      let i = search(node, compare, key);
      if (i >= found) { return node.values[i - found] };
      if (isLeaf(node)) { return null };
      node := childOf(node, i);
    };
  };

  /// Returns whether a key is there. Takes time in the logarithm of the size.
  public func containsKey<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : Bool {
    var node = self.root;
    loop {
      let i = search(node, compare, key);
      if (i >= found) { return true };
      if (isLeaf(node)) { return false };
      node := childOf(node, i);
    };
  };

  /// Returns the entry with the least key.
  public func minEntry<K, V>(self : Map<K, V>) : ?(K, V) { entries(self).next() };

  /// Returns the entry with the greatest key.
  public func maxEntry<K, V>(self : Map<K, V>) : ?(K, V) { reverseEntries(self).next() };

  // Adding.

  /// Adds an entry, or replaces the value if the key is there.
  public func add<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) { ignore swap(self, compare, key, value) };

  /// As `add`; returns whether the key is new.
  public func insert<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : Bool {
    let before = self.size;
    ignore swap(self, compare, key, value);
    self.size > before
  };

  /// As `add`; returns the value that the key had.
  public func swap<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : ?V {
    if (self.root.count == keysMost) {
      let root = newNode<K, V>(false);
      root.children[0] := ?self.root;
      split(root, 0);
      self.root := root;
    };
    var node = self.root;
    loop {
      var i = search(node, compare, key);
      if (i >= found) { return exchange(node, i - found : Nat, value) };
      if (isLeaf(node)) {
        shiftRight(node.keys, i, node.count);
        shiftRight(node.values, i, node.count);
        node.keys[i] := ?key;
        node.values[i] := ?value;
        node.count += 1;
        self.size += 1;
        return null;
      };
      if (childOf(node, i).count == keysMost) {
        split(node, i);
        switch (compare(keyOf(node, i), key)) {
          case (#less) { i += 1 };
          case (#equal) { return exchange(node, i, value) };
          case (#greater) {};
        };
      };
      node := childOf(node, i);
    };
  };

  /// Replaces the value of a key that is there, and returns the old one; does nothing if it is not there.
  public func replace<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K, value : V) : ?V {
    var node = self.root;
    loop {
      let i = search(node, compare, key);
      if (i >= found) { return exchange(node, i - found : Nat, value) };
      if (isLeaf(node)) { return null };
      node := childOf(node, i);
    };
  };

  /// Puts a value in place of another, and returns that.
  func exchange<K, V>(node : Node<K, V>, i : Nat, value : V) : ?V {
    let old = node.values[i];
    node.values[i] := ?value;
    old
  };

  /// Moves the elements from position `from` up to `end` one to the right.
  func shiftRight<T>(array : [var ?T], from : Nat, end : Nat) { Prim.Array_move<?T>(array, from, array, from + 1, end - from) };

  /// Moves the elements after position `to` up to `end` one to the left.
  func shiftLeft<T>(array : [var ?T], to : Nat, end : Nat) {
    Prim.Array_move<?T>(array, to + 1, array, to, end - to - 1);
    array[end - 1] := null;
  };

  /// Splits the full child `i` of a node that is not full; its middle key goes up.
  func split<K, V>(node : Node<K, V>, i : Nat) {
    let left = childOf(node, i);
    let right = newNode<K, V>(isLeaf(left));
    moveOut(left.keys, keysLeast + 1, keysMost, right.keys);
    moveOut(left.values, keysLeast + 1, keysMost, right.values);
    if (not isLeaf(left)) { moveOut(left.children, keysLeast + 1, keysMost + 1, right.children) };
    right.count := keysLeast;
    shiftRight(node.keys, i, node.count);
    shiftRight(node.values, i, node.count);
    shiftRight(node.children, i + 1, node.count + 1);
    node.keys[i] := left.keys[keysLeast];
    node.values[i] := left.values[keysLeast];
    node.children[i + 1] := ?right;
    left.keys[keysLeast] := null;
    left.values[keysLeast] := null;
    left.count := keysLeast;
    node.count += 1;
  };

  func moveOut<T>(from : [var ?T], start : Nat, end : Nat, to : [var ?T]) {
    Prim.Array_move<?T>(from, start, to, 0, end - start);
    var i = start;
    while (i < end) {
      from[i] := null;
      i += 1;
    };
  };

  // Removing.

  /// Removes a key if it is there.
  public func remove<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) { ignore take(self, compare, key) };

  /// As `remove`; returns whether the key was there.
  public func delete<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : Bool {
    let before = self.size;
    ignore take(self, compare, key);
    self.size < before
  };

  /// As `remove`; returns the value that the key had.
  public func take<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : ?V {
    let value = removeFrom(self.root, compare, key);
    if (self.root.count == 0 and not isLeaf(self.root)) { self.root := childOf(self.root, 0) };
    switch value { case null {}; case _ { self.size -= 1 } };
    value
  };

  /// Takes all entries away.
  public func clear<K, V>(self : Map<K, V>) {
    self.root := newNode<K, V>(true);
    self.size := 0;
  };

  /// Removes a key that is below a node; the node has more keys than the least, or is the root.
  func removeFrom<K, V>(start : Node<K, V>, compare : (K, K) -> Order, key : K) : ?V {
    var node = start;
    loop {
      let at = search(node, compare, key);
      let here = at >= found;
      let i = if here { at - found : Nat } else { at };
      if (isLeaf(node)) {
        if (not here) { return null };
        let value = node.values[i];
        shiftLeft(node.keys, i, node.count);
        shiftLeft(node.values, i, node.count);
        node.count -= 1;
        return value;
      };
      if here { return removeHere(node, i, compare, key) };
      node := refill(node, i);
    };
  };

  /// Removes the key at a position of a node that is no leaf.
  func removeHere<K, V>(node : Node<K, V>, i : Nat, compare : (K, K) -> Order, key : K) : ?V {
    let value = node.values[i];
    let left = childOf(node, i);
    let right = childOf(node, i + 1);
    if (left.count > keysLeast) {
      let (k, v) = lastOf(left);
      node.keys[i] := k;
      node.values[i] := v;
      switch k { case (?k) { ignore removeFrom(left, compare, k) }; case null {} };
    } else if (right.count > keysLeast) {
      let (k, v) = firstOf(right);
      node.keys[i] := k;
      node.values[i] := v;
      switch k { case (?k) { ignore removeFrom(right, compare, k) }; case null {} };
    } else {
      merge(node, i);
      ignore removeFrom(left, compare, key);
    };
    value
  };

  func lastOf<K, V>(start : Node<K, V>) : (?K, ?V) {
    var node = start;
    while (not isLeaf(node)) { node := childOf(node, node.count) };
    (node.keys[node.count - 1], node.values[node.count - 1])
  };

  func firstOf<K, V>(start : Node<K, V>) : (?K, ?V) {
    var node = start;
    while (not isLeaf(node)) { node := childOf(node, 0) };
    (node.keys[0], node.values[0])
  };

  /// Sees to it that child `i` has more keys than the least, and returns the child that then stands for it.
  func refill<K, V>(node : Node<K, V>, i : Nat) : Node<K, V> {
    let child = childOf(node, i);
    if (child.count > keysLeast) { return child };
    if (i > 0) {
      let left = childOf(node, i - 1 : Nat);
      if (left.count > keysLeast) { return rotateRight(node, i, left, child) };
    };
    if (i < node.count) {
      let right = childOf(node, i + 1);
      if (right.count > keysLeast) { return rotateLeft(node, i, child, right) };
      merge(node, i);
      return child;
    };
    merge(node, i - 1 : Nat);
    childOf(node, i - 1 : Nat)
  };

  func rotateRight<K, V>(node : Node<K, V>, i : Nat, left : Node<K, V>, child : Node<K, V>) : Node<K, V> {
    let last = left.count - 1 : Nat;
    shiftRight(child.keys, 0, child.count);
    shiftRight(child.values, 0, child.count);
    child.keys[0] := node.keys[i - 1];
    child.values[0] := node.values[i - 1];
    node.keys[i - 1] := left.keys[last];
    node.values[i - 1] := left.values[last];
    left.keys[last] := null;
    left.values[last] := null;
    if (not isLeaf(child)) {
      shiftRight(child.children, 0, child.count + 1);
      child.children[0] := left.children[last + 1];
      left.children[last + 1] := null;
    };
    left.count := last;
    child.count += 1;
    child
  };

  func rotateLeft<K, V>(node : Node<K, V>, i : Nat, child : Node<K, V>, right : Node<K, V>) : Node<K, V> {
    child.keys[child.count] := node.keys[i];
    child.values[child.count] := node.values[i];
    node.keys[i] := right.keys[0];
    node.values[i] := right.values[0];
    shiftLeft(right.keys, 0, right.count);
    shiftLeft(right.values, 0, right.count);
    if (not isLeaf(child)) {
      child.children[child.count + 1] := right.children[0];
      shiftLeft(right.children, 0, right.count + 1);
    };
    right.count -= 1;
    child.count += 1;
    child
  };

  /// Joins child `i`, key `i` and child `i + 1`, which have the least number of keys, into child `i`.
  func merge<K, V>(node : Node<K, V>, i : Nat) {
    let left = childOf(node, i);
    let right = childOf(node, i + 1);
    left.keys[left.count] := node.keys[i];
    left.values[left.count] := node.values[i];
    copyTo(right.keys, right.count, left.keys, left.count + 1);
    copyTo(right.values, right.count, left.values, left.count + 1);
    if (not isLeaf(left)) { copyTo(right.children, right.count + 1, left.children, left.count + 1) };
    left.count += right.count + 1;
    shiftLeft(node.keys, i, node.count);
    shiftLeft(node.values, i, node.count);
    shiftLeft(node.children, i + 1, node.count + 1);
    node.count -= 1;
  };

  func copyTo<T>(from : [var ?T], count : Nat, to : [var ?T], start : Nat) { Prim.Array_move<?T>(from, 0, to, start, count) };

  // Going over the entries. A cursor is a stack of nodes and positions; the map must not change meanwhile.

  type Cursor<K, V> = ?(Node<K, V>, Nat, Cursor<K, V>);

  /// Goes down to the first entry below a node.
  func descendFirst<K, V>(start : Node<K, V>, above : Cursor<K, V>) : Cursor<K, V> {
    var node = start;
    var cursor = above;
    loop {
      cursor := ?(node, 0, cursor);
      if (isLeaf(node)) { return cursor };
      node := childOf(node, 0);
    };
  };

  /// Goes down to the last entry below a node. Positions count the entries still to come from the left.
  func descendLast<K, V>(start : Node<K, V>, above : Cursor<K, V>) : Cursor<K, V> {
    var node = start;
    var cursor = above;
    loop {
      cursor := ?(node, node.count, cursor);
      if (isLeaf(node)) { return cursor };
      node := childOf(node, node.count);
    };
  };

  func ascending<K, V>(start : Cursor<K, V>) : Types.Iter<(K, V)> {
    var cursor = start;
    {
      next = func() : ?(K, V) {
        loop {
          switch cursor {
            case null { return null };
            case (?(node, i, above)) {
              if (i < node.count) {
                let following : Cursor<K, V> = ?(node, i + 1, above);
                cursor := if (isLeaf(node)) { following } else { descendFirst(childOf(node, i + 1), following) };
                return ?(keyOf(node, i), valueOf(node, i));
              };
              cursor := above;
            };
          };
        };
      };
    }
  };

  func descending<K, V>(start : Cursor<K, V>) : Types.Iter<(K, V)> {
    var cursor = start;
    {
      next = func() : ?(K, V) {
        loop {
          switch cursor {
            case null { return null };
            case (?(node, i, above)) {
              if (i > 0) {
                let at = i - 1 : Nat;
                let following : Cursor<K, V> = ?(node, at, above);
                cursor := if (isLeaf(node)) { following } else { descendLast(childOf(node, at), following) };
                return ?(keyOf(node, at), valueOf(node, at));
              };
              cursor := above;
            };
          };
        };
      };
    }
  };

  /// Gives the entries in the order of the keys.
  /// Example: `for ((name, age) in ages.entries()) { ... }`.
  public func entries<K, V>(self : Map<K, V>) : Types.Iter<(K, V)> { ascending(descendFirst<K, V>(self.root, null)) };

  /// Gives the entries from a key on.
  public func entriesFrom<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : Types.Iter<(K, V)> {
    var node = self.root;
    var cursor : Cursor<K, V> = null;
    loop {
      let i = search(node, compare, key);
      if (i >= found) { return ascending<K, V>(?(node, i - found : Nat, cursor)) };
      cursor := ?(node, i, cursor);
      if (isLeaf(node)) { return ascending(cursor) };
      node := childOf(node, i);
    };
  };

  /// Gives the entries from the greatest key to the least.
  public func reverseEntries<K, V>(self : Map<K, V>) : Types.Iter<(K, V)> { descending(descendLast<K, V>(self.root, null)) };

  /// Gives the entries from a key on, downwards.
  public func reverseEntriesFrom<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), key : K) : Types.Iter<(K, V)> {
    var node = self.root;
    var cursor : Cursor<K, V> = null;
    loop {
      let i = search(node, compare, key);
      if (i >= found) { return descending<K, V>(?(node, i - found + 1 : Nat, cursor)) };
      cursor := ?(node, i, cursor);
      if (isLeaf(node)) { return descending(cursor) };
      node := childOf(node, i);
    };
  };

  /// Gives the keys in ascending order.
  public func keys<K, V>(self : Map<K, V>) : Types.Iter<K> {
    let iter = entries(self);
    { next = func() : ?K { switch (iter.next()) { case (?(k, _)) ?k; case null null } } }
  };

  /// Gives the values, in the order of their keys.
  public func values<K, V>(self : Map<K, V>) : Types.Iter<V> {
    let iter = entries(self);
    { next = func() : ?V { switch (iter.next()) { case (?(_, v)) ?v; case null null } } }
  };

  /// Calls a function with each entry, in order.
  public func forEach<K, V>(self : Map<K, V>, operation : (K, V) -> ()) { for ((k, v) in entries(self)) { operation(k, v) } };

  /// Returns whether a function says so for all entries; stops at the first for which it does not.
  public func all<K, V>(self : Map<K, V>, predicate : (K, V) -> Bool) : Bool {
    for ((k, v) in entries(self)) { if (not predicate(k, v)) { return false } };
    true
  };

  /// Returns whether a function says so for some entry; stops at the first.
  public func any<K, V>(self : Map<K, V>, predicate : (K, V) -> Bool) : Bool {
    for ((k, v) in entries(self)) { if (predicate(k, v)) { return true } };
    false
  };

  /// Combines all entries from the least key to the greatest.
  public func foldLeft<K, V, A>(self : Map<K, V>, base : A, combine : (A, K, V) -> A) : A {
    var result = base;
    for ((k, v) in entries(self)) { result := combine(result, k, v) };
    result
  };

  /// Combines all entries from the greatest key to the least.
  public func foldRight<K, V, A>(self : Map<K, V>, base : A, combine : (K, V, A) -> A) : A {
    var result = base;
    for ((k, v) in reverseEntries(self)) { result := combine(k, v, result) };
    result
  };

  /// Returns a map with the same keys and what a function makes of each entry.
  public func map<K, V1, V2>(self : Map<K, V1>, project : (K, V1) -> V2) : Map<K, V2> {
    { var root = mapNode(self.root, project); var size = self.size }
  };

  func mapNode<K, V1, V2>(node : Node<K, V1>, project : (K, V1) -> V2) : Node<K, V2> {
    let result = newNode<K, V2>(isLeaf(node));
    result.count := node.count;
    var i = 0;
    while (i < node.count) {
      if (not isLeaf(node)) { result.children[i] := ?mapNode(childOf(node, i), project) };
      result.keys[i] := node.keys[i];
      result.values[i] := ?project(keyOf(node, i), valueOf(node, i));
      i += 1;
    };
    if (not isLeaf(node)) { result.children[i] := ?mapNode(childOf(node, i), project) };
    result
  };

  /// Returns the entries that a criterion holds for.
  public func filter<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order), criterion : (K, V) -> Bool) : Map<K, V> {
    let result = empty<K, V>();
    for ((k, v) in entries(self)) { if (criterion(k, v)) { ignore swap(result, compare, k, v) } };
    result
  };

  /// Returns what a function makes of each entry, without the `null`s.
  public func filterMap<K, V1, V2>(self : Map<K, V1>, compare : (implicit : (K, K) -> Order), project : (K, V1) -> ?V2) : Map<K, V2> {
    let result = empty<K, V2>();
    for ((k, v) in entries(self)) { switch (project(k, v)) { case (?w) { ignore swap(result, compare, k, w) }; case null {} } };
    result
  };

  /// Returns an array of the entries. Takes time in the size.
  public func toArray<K, V>(self : Map<K, V>) : [(K, V)] {
    let iter = entries(self);
    Prim.Array_tabulate<(K, V)>(self.size, func _ = nextEntry(iter))
  };

  /// Returns an array of the entries that may change. Takes time in the size.
  public func toVarArray<K, V>(self : Map<K, V>) : [var (K, V)] {
    let iter = entries(self);
    Prim.Array_tabulateVar<(K, V)>(self.size, func _ = nextEntry(iter))
  };

  func nextEntry<K, V>(iter : Types.Iter<(K, V)>) : (K, V) {
    switch (iter.next()) { case (?entry) entry; case null Prim.trap("Map: an entry is missing") };
  };

  /// Returns whether both have equal keys with equal values.
  public func equal<K, V>(self : Map<K, V>, other : Map<K, V>, compare : (implicit : (K, K) -> Order), equal : (implicit : (V, V) -> Bool)) : Bool {
    if (self.size != other.size) { return false };
    let others = entries(other);
    for ((k, v) in entries(self)) {
      let (l, w) = nextEntry(others);
      switch (compare(k, l)) { case (#equal) { if (not equal(v, w)) { return false } }; case _ { return false } };
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

  /// Traps if the keys are not in order or a node has too few or too many.
  public func assertValid<K, V>(self : Map<K, V>, compare : (implicit : (K, K) -> Order)) {
    var before : ?K = null;
    var count = 0;
    for ((k, _) in entries(self)) {
      switch before {
        case (?b) { switch (compare(b, k)) { case (#less) {}; case _ Prim.trap("Map: keys are not in order") } };
        case null {};
      };
      before := ?k;
      count += 1;
    };
    if (count != self.size) { Prim.trap("Map: the size is wrong") };
    ignore checkNode(self.root, true);
  };

  /// Returns the height of a node after checking that all leaves below are equally deep.
  func checkNode<K, V>(node : Node<K, V>, root : Bool) : Nat {
    if (node.count > keysMost or (not root and node.count < keysLeast)) { Prim.trap("Map: a node has the wrong number of keys") };
    if (isLeaf(node)) { return 0 };
    let height = checkNode(childOf(node, 0), false);
    var i = 1;
    while (i <= node.count) {
      if (checkNode(childOf(node, i), false) != height) { Prim.trap("Map: leaves are not equally deep") };
      i += 1;
    };
    height + 1
  };

  /// Example: `Map.toText<Nat, Text>(map)` is like `"Map{(1, a), (2, b)}"`.
  public func toText<K, V>(self : Map<K, V>, keyFormat : (implicit : (toText : K -> Text)), valueFormat : (implicit : (toText : V -> Text))) : Text {
    var text = "Map{";
    var first = true;
    for ((k, v) in entries(self)) {
      if first { first := false } else { text #= ", " };
      text #= "(" # keyFormat(k) # ", " # valueFormat(v) # ")";
    };
    text # "}"
  };
}
