/// The types that several modules share. User code names most of them through their own module, for example `Iter.Iter`.
import Prim "mo:⛔";

module {
  /// The type `Blob`.
  public type Blob = Prim.Types.Blob;

  /// The type `Bool`.
  public type Bool = Prim.Types.Bool;

  /// The type `Char`.
  public type Char = Prim.Types.Char;

  /// What `throw` throws and `catch` catches.
  public type Error = Prim.Types.Error;

  /// What kind of error it is.
  public type ErrorCode = Prim.ErrorCode;

  /// The type `Float`.
  public type Float = Prim.Types.Float;

  /// The type `Int`.
  public type Int = Prim.Types.Int;

  /// The type `Int8`.
  public type Int8 = Prim.Types.Int8;

  /// The type `Int16`.
  public type Int16 = Prim.Types.Int16;

  /// The type `Int32`.
  public type Int32 = Prim.Types.Int32;

  /// The type `Int64`.
  public type Int64 = Prim.Types.Int64;

  /// The type `Nat`.
  public type Nat = Prim.Types.Nat;

  /// The type `Nat8`.
  public type Nat8 = Prim.Types.Nat8;

  /// The type `Nat16`.
  public type Nat16 = Prim.Types.Nat16;

  /// The type `Nat32`.
  public type Nat32 = Prim.Types.Nat32;

  /// The type `Nat64`.
  public type Nat64 = Prim.Types.Nat64;

  /// The type `Principal`.
  public type Principal = Prim.Types.Principal;

  /// A run of pages of stable memory.
  public type Region = Prim.Types.Region;

  /// The type `Text`.
  public type Text = Prim.Types.Text;

  /// A hash of 32 bits.
  public type Hash = Nat32;

  /// How two values are ordered.
  public type Order = { #less; #equal; #greater };

  /// What came out well, or what went wrong.
  public type Result<T, E> = { #ok : T; #err : E };

  /// What gives elements one after the other.
  public type Iter<T> = { next : () -> ?T };

  /// Nanoseconds since 1970.
  public type Time = Int;

  /// How long.
  public type Duration = { #days : Nat; #hours : Nat; #minutes : Nat; #seconds : Nat; #milliseconds : Nat; #nanoseconds : Nat };

  /// By which a job can be cancelled.
  public type TimerId = Nat;

  /// What functions of `Text` look for: one character, a text, or any character that a function accepts.
  public type Pattern = { #char : Char; #text : Text; #predicate : (Char -> Bool) };

  /// A growable array: block `i` of superblock `k` has room for 2^ceil(k/2) elements, so nothing is ever moved.
  public type List<T> = { var items : [var ?T]; var size : Nat };

  /// A B-tree. A node holds `count` keys in order; a leaf has no children, other nodes one more than keys.
  public type Map<K, V> = { var root : MapNode<K, V>; var size : Nat };

  /// A node of a B-tree: keys and values in order, and the nodes between them.
  public type MapNode<K, V> = {
    var count : Nat;
    keys : [var ?K];
    values : [var ?V];
    children : [var ?MapNode<K, V>];
  };

  /// A set is a map to nothing.
  public type Set<T> = { elements : Map<T, ()> };

  /// A ring: elements lie from `head` on and go on at the beginning of the array.
  public type Queue<T> = { var ring : [var ?T]; var head : Nat; var count : Nat };

  /// The type `Stack`.
  public type Stack<T> = { var top : Pure.List<T>; var size : Nat };

  /// A binary heap; the largest element is the first.
  public type PriorityQueue<T> = { heap : List<T> };

  public module Pure {
    /// The type `List`.
    public type List<T> = ?(T, List<T>);

    /// The type `Map`.
    public type Map<K, V> = { size : Nat; tree : Tree<K, V> };
    /// A tree whose two sides differ in height by one at most.
    public type Tree<K, V> = { #leaf; #node : (Nat, Tree<K, V>, K, V, Tree<K, V>) };

    /// The type `Set`.
    public type Set<T> = { members : Map<T, ()> };

    /// Front elements, back elements in reverse, and how many each has.
    public type Queue<T> = (List<T>, Nat, List<T>, Nat);
  };
}
