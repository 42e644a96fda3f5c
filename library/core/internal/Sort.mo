/// Stable sorting of arrays: runs of eight by insertion, then merging.
import Prim "mo:⛔";
import Types "../Types";

module {
  /// Sorts in place, using a second array of the same size.
  public func sort<T>(array : [var T], compare : (T, T) -> Types.Order) {
    let size = array.size();
    var start = 0;
    while (start < size) {
      let end = if (start + 8 < size) { start + 8 } else { size };
      insertionSort(array, start, end, compare);
      start := end;
    };
    if (size <= 8) { return };
    var from = array;
    var to = Prim.Array_tabulateVar<T>(size, func i = array[i]);
    var width = 8;
    while (width < size) {
      mergeAll(from, to, width, compare);
      let next = from;
      from := to;
      to := next;
      width *= 2;
    };
    // An odd number of rounds has left the result in the second array.
    var rounds = 0;
    var w = 8;
    while (w < size) { rounds += 1; w *= 2 };
    if (rounds % 2 == 1) {
      var i = 0;
      while (i < size) { array[i] := from[i]; i += 1 };
    };
  };

  func insertionSort<T>(array : [var T], start : Nat, end : Nat, compare : (T, T) -> Types.Order) {
    var i = start + 1;
    while (i < end) {
      let item = array[i];
      var j = i;
      while (j > start and isGreater(compare(array[j - 1], item))) {
        array[j] := array[j - 1];
        j -= 1;
      };
      array[j] := item;
      i += 1;
    };
  };

  func isGreater(order : Types.Order) : Bool { switch order { case (#greater) true; case _ false } };

  /// Merges neighbouring runs of `width` elements.
  func mergeAll<T>(from : [var T], to : [var T], width : Nat, compare : (T, T) -> Types.Order) {
    let size = from.size();
    var start = 0;
    while (start < size) {
      let middle = if (start + width < size) { start + width } else { size };
      let end = if (middle + width < size) { middle + width } else { size };
      var left = start;
      var right = middle;
      var k = start;
      while (k < end) {
        if (left < middle and (right >= end or not isGreater(compare(from[left], from[right])))) {
          to[k] := from[left];
          left += 1;
        } else {
          to[k] := from[right];
          right += 1;
        };
        k += 1;
      };
      start := end;
    };
  };
}
