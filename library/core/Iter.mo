/// Values that come one after the other, each when it is asked for. An iterator can be used up only once.
import Prim "mo:⛔";
import Types "Types";
import Sort "internal/Sort";

module {
  /// `next` gives the values, and `null` when there are no more.
  public type Iter<T> = Types.Iter<T>;

  /// Gives nothing.
  public func empty<T>() : Iter<T> { { next = func() : ?T { null } } };

  /// Gives one element.
  public func singleton<T>(value : T) : Iter<T> {
    var item : ?T = ?value;
    { next = func() : ?T { let now = item; item := null; now } }
  };

  /// Gives the same value without end.
  public func infinite<T>(item : T) : Iter<T> { { next = func() : ?T { ?item } } };

  /// Gives the same value `count` times.
  public func repeat<T>(item : T, count : Nat) : Iter<T> {
    var left = count;
    {
      next = func() : ?T {
        if (left == 0) { return null };
        left -= 1;
        ?item
      };
    }
  };

  /// Gives what `step` makes of a state, until it gives `null`.
  /// Example: `Iter.unfold<Nat, Nat>(3, func n = if (n == 0) { null } else { ?(n, n - 1 : Nat) })` gives 3, 2, 1.
  public func unfold<T, S>(initial : S, step : S -> ?(T, S)) : Iter<T> {
    var state = ?initial;
    {
      next = func() : ?T {
        switch state {
          case null null;
          case (?s) {
            switch (step(s)) {
              case null { state := null; null };
              case (?(item, following)) { state := ?following; ?item };
            };
          };
        };
      };
    }
  };

  /// Gives the elements of an array.
  public func fromArray<T>(array : [T]) : Iter<T> { array.values() };

  /// Gives the elements of an array. Takes time in the size.
  public func fromVarArray<T>(array : [var T]) : Iter<T> { array.values() };

  /// Gives the elements with their positions, counted from 0.
  public func enumerate<T>(self : Iter<T>) : Iter<(Nat, T)> {
    var i = 0;
    {
      next = func() : ?(Nat, T) {
        switch (self.next()) {
          case (?x) { let now = (i, x); i += 1; ?now };
          case null null;
        };
      };
    }
  };

  /// Gives what a function makes of each element.
  /// Example: `Iter.toArray(Iter.map<Nat, Nat>(Nat.range(0, 3), func n = n * n))` is `[0, 1, 4]`.
  public func map<T, R>(self : Iter<T>, f : T -> R) : Iter<R> {
    { next = func() : ?R { switch (self.next()) { case (?x) ?f(x); case null null } } }
  };

  /// Gives the elements that a predicate holds for.
  public func filter<T>(self : Iter<T>, f : T -> Bool) : Iter<T> {
    {
      next = func() : ?T {
        loop {
          switch (self.next()) {
            case null { return null };
            case (?x) { if (f(x)) { return ?x } };
          };
        };
      };
    }
  };

  /// Gives what a function makes of each element, without the `null`s.
  public func filterMap<T, R>(self : Iter<T>, f : T -> ?R) : Iter<R> {
    {
      next = func() : ?R {
        loop {
          switch (self.next()) {
            case null { return null };
            case (?x) { switch (f(x)) { case null {}; case (?y) { return ?y } } };
          };
        };
      };
    }
  };

  /// Gives the elements of the iterators that an iterator gives.
  public func flatten<T>(self : Iter<Iter<T>>) : Iter<T> {
    var inner : Iter<T> = empty<T>();
    {
      next = func() : ?T {
        loop {
          switch (inner.next()) {
            case (?x) { return ?x };
            case null {
              switch (self.next()) {
                case null { return null };
                case (?following) { inner := following };
              };
            };
          };
        };
      };
    }
  };

  /// Gives all that a function makes of the elements.
  public func flatMap<T, R>(self : Iter<T>, f : T -> Iter<R>) : Iter<R> { flatten(map<T, Iter<R>>(self, f)) };

  /// Gives the first `n` elements.
  public func take<T>(self : Iter<T>, n : Nat) : Iter<T> {
    var left = n;
    {
      next = func() : ?T {
        if (left == 0) { return null };
        left -= 1;
        self.next()
      };
    }
  };

  /// Gives elements up to the first one that the predicate does not hold for.
  public func takeWhile<T>(self : Iter<T>, f : T -> Bool) : Iter<T> {
    var done = false;
    {
      next = func() : ?T {
        if done { return null };
        switch (self.next()) {
          case (?x) { if (f(x)) { return ?x } };
          case null {};
        };
        done := true;
        null
      };
    }
  };

  /// Gives all but the first `n` elements.
  public func drop<T>(self : Iter<T>, n : Nat) : Iter<T> {
    var left = n;
    {
      next = func() : ?T {
        while (left > 0) {
          left -= 1;
          switch (self.next()) { case null { left := 0; return null }; case _ {} };
        };
        self.next()
      };
    }
  };

  /// Leaves out elements up to the first one that the predicate does not hold for.
  public func dropWhile<T>(self : Iter<T>, f : T -> Bool) : Iter<T> {
    var dropping = true;
    {
      next = func() : ?T {
        while dropping {
          switch (self.next()) {
            case null { dropping := false; return null };
            case (?x) { if (not f(x)) { dropping := false; return ?x } };
          };
        };
        self.next()
      };
    }
  };

  /// Gives every `n`-th element, beginning with the first.
  public func step<T>(self : Iter<T>, n : Nat) : Iter<T> {
    if (n == 0) { return empty<T>() };
    var first = true;
    {
      next = func() : ?T {
        if first { first := false; return self.next() };
        var left = n - 1 : Nat;
        while (left > 0) {
          switch (self.next()) { case null { return null }; case _ {} };
          left -= 1;
        };
        self.next()
      };
    }
  };

  /// Gives the elements of one iterator, then those of another.
  public func concat<T>(self : Iter<T>, other : Iter<T>) : Iter<T> {
    var first = true;
    {
      next = func() : ?T {
        if first {
          switch (self.next()) {
            case (?x) { return ?x };
            case null { first := false };
          };
        };
        other.next()
      };
    }
  };

  /// Gives pairs, until one of the two has no more.
  public func zip<A, B>(self : Iter<A>, other : Iter<B>) : Iter<(A, B)> {
    zipWith<A, B, (A, B)>(self, other, func(a, b) = (a, b))
  };

  /// Gives triples of elements of three iterators.
  public func zip3<A, B, C>(self : Iter<A>, other1 : Iter<B>, other2 : Iter<C>) : Iter<(A, B, C)> {
    zipWith3<A, B, C, (A, B, C)>(self, other1, other2, func(a, b, c) = (a, b, c))
  };

  /// Gives what a function makes of pairs of elements.
  public func zipWith<A, B, R>(self : Iter<A>, other : Iter<B>, f : (A, B) -> R) : Iter<R> {
    {
      next = func() : ?R {
        switch (self.next()) {
          case null null;
          case (?a) { switch (other.next()) { case null null; case (?b) ?f(a, b) } };
        };
      };
    }
  };

  /// Gives what a function makes of triples of elements.
  public func zipWith3<A, B, C, R>(self : Iter<A>, other1 : Iter<B>, other2 : Iter<C>, f : (A, B, C) -> R) : Iter<R> {
    {
      next = func() : ?R {
        switch (self.next()) {
          case null null;
          case (?a) {
            switch (other1.next()) {
              case null null;
              case (?b) { switch (other2.next()) { case null null; case (?c) ?f(a, b, c) } };
            };
          };
        };
      };
    }
  };

  /// Gives the initial value and each value that combining the elements leads to.
  public func scanLeft<T, R>(self : Iter<T>, initial : R, combine : (R, T) -> R) : Iter<R> {
    var state = initial;
    var first = true;
    {
      next = func() : ?R {
        if first { first := false; return ?state };
        switch (self.next()) {
          case null null;
          case (?x) { state := combine(state, x); ?state };
        };
      };
    }
  };

  /// As `scanLeft`, from the last element to the first.
  public func scanRight<T, R>(self : Iter<T>, initial : R, combine : (T, R) -> R) : Iter<R> {
    scanLeft<T, R>(reverse(self), initial, func(r, x) = combine(x, r))
  };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : Iter<T>, f : (T) -> ()) {
    loop { switch (self.next()) { case (?x) f(x); case null { return } } };
  };

  /// Returns the number of elements, using them up.
  public func size<T>(self : Iter<T>) : Nat {
    var n = 0;
    loop { switch (self.next()) { case (?_) { n += 1 }; case null { return n } } };
  };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : Iter<T>, f : T -> Bool) : Bool {
    loop { switch (self.next()) { case (?x) { if (not f(x)) { return false } }; case null { return true } } };
  };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : Iter<T>, f : T -> Bool) : Bool {
    loop { switch (self.next()) { case (?x) { if (f(x)) { return true } }; case null { return false } } };
  };

  /// Returns the first element for which a function says so.
  public func find<T>(self : Iter<T>, f : T -> Bool) : ?T {
    loop { switch (self.next()) { case (?x) { if (f(x)) { return ?x } }; case null { return null } } };
  };

  /// Returns the position of the first element that a predicate holds for.
  public func findIndex<T>(self : Iter<T>, predicate : T -> Bool) : ?Nat {
    var i = 0;
    loop {
      switch (self.next()) {
        case (?x) { if (predicate(x)) { return ?i }; i += 1 };
        case null { return null };
      };
    };
  };

  /// Returns whether an element is there. Takes time in the size.
  public func contains<T>(self : Iter<T>, equal : (implicit : (T, T) -> Bool), value : T) : Bool {
    any<T>(self, func x = equal(x, value))
  };

  /// Combines all elements from the first to the last.
  /// Example: `Iter.foldLeft<Nat, Nat>(Nat.range(1, 4), 0, func(sum, n) = sum + n)` is `6`.
  public func foldLeft<T, R>(self : Iter<T>, initial : R, combine : (R, T) -> R) : R {
    var result = initial;
    loop { switch (self.next()) { case (?x) { result := combine(result, x) }; case null { return result } } };
  };

  /// Combines all elements from the last to the first.
  public func foldRight<T, R>(self : Iter<T>, initial : R, combine : (T, R) -> R) : R {
    foldLeft<T, R>(reverse(self), initial, func(r, x) = combine(x, r))
  };

  /// Combines the elements, beginning with the first; `null` if there is none.
  public func reduce<T>(self : Iter<T>, combine : (T, T) -> T) : ?T {
    switch (self.next()) {
      case null null;
      case (?first) ?foldLeft<T, T>(self, first, combine);
    };
  };

  /// Returns the greatest element. Takes time in the size.
  public func max<T>(self : Iter<T>, compare : (implicit : (T, T) -> Types.Order)) : ?T {
    reduce<T>(self, func(a, b) = switch (compare(a, b)) { case (#less) b; case _ a })
  };

  /// Returns the least element. Takes time in the size.
  public func min<T>(self : Iter<T>, compare : (implicit : (T, T) -> Types.Order)) : ?T {
    reduce<T>(self, func(a, b) = switch (compare(a, b)) { case (#greater) b; case _ a })
  };

  /// Gives the elements in ascending order; equal ones stay in order.
  public func sort<T>(self : Iter<T>, compare : (implicit : (T, T) -> Types.Order)) : Iter<T> {
    let array = toVarArray(self);
    Sort.sort(array, compare);
    array.values()
  };

  /// Gives the elements from the last to the first.
  public func reverse<T>(self : Iter<T>) : Iter<T> {
    let array = toVarArray(self);
    var left = array.size();
    {
      next = func() : ?T {
        if (left == 0) { return null };
        left -= 1;
        ?array[left]
      };
    }
  };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : Iter<T>) : [T] {
    let array = toVarArray(self);
    Prim.Array_tabulate<T>(array.size(), func i = array[i])
  };

  /// Returns an array of the elements that may change. Takes time in the size.
  public func toVarArray<T>(self : Iter<T>) : [var T] {
    var room : [var T] = [var];
    var size = 0;
    loop {
      switch (self.next()) {
        case null {
          if (size == room.size()) { return room };
          return Prim.Array_tabulateVar<T>(size, func i = room[i]);
        };
        case (?x) {
          if (size == room.size()) {
            let old = room;
            room := Prim.Array_init<T>(if (size == 0) { 8 } else { size * 2 }, x);
            var i = 0;
            while (i < size) { room[i] := old[i]; i += 1 };
          };
          room[size] := x;
          size += 1;
        };
      };
    };
  };
}
