// Rectangular boards on which lines of marks win.
import Array "mo:core/Array";
import Int "mo:core/Int";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Result "mo:core/Result";
import Text "mo:core/Text";
import VarArray "mo:core/VarArray";

module {
  public type Mark = { #x; #o };
  public type Rules = { width : Nat; height : Nat; line : Nat; falls : Bool };
  public type Cells = [var ?Mark];

  public class Board(rules : Rules) {
    let cells : Cells = VarArray.repeat<?Mark>(null, rules.width * rules.height);
    public func share() : Cells { cells };
  };

  public func other(mark : Mark) : Mark { switch mark { case (#x) #o; case (#o) #x } };

  public func full(board : Cells) : Bool { board.values().all(func(c : ?Mark) : Bool { c != null }) };

  /// Puts a mark where it may go; the answer is the cell in which it lies.
  public func put(board : Cells, rules : Rules, place : Nat, mark : Mark) : Result.Result<Nat, Text> {
    let cell = if (rules.falls) {
      if (place >= rules.width) return #err("columns are 0 to " # Nat.toText(rules.width - 1 : Nat));
      switch (lowest(board, rules, place)) { case (?c) c; case null return #err("column " # Nat.toText place # " is full") };
    } else {
      if (place >= board.size()) return #err("places are 0 to " # Nat.toText(board.size() - 1));
      place;
    };
    if (board[cell] != null) return #err("place " # Nat.toText cell # " is taken");
    board[cell] := ?mark;
    #ok cell;
  };

  func lowest(board : Cells, rules : Rules, column : Nat) : ?Nat {
    var row = rules.height;
    while (row > 0) {
      row -= 1;
      if (board[row * rules.width + column] == null) return ?(row * rules.width + column);
    };
    null;
  };

  func at(board : Cells, rules : Rules, x : Int, y : Int) : ?Mark {
    if (x < 0 or y < 0 or x >= rules.width or y >= rules.height) null else board[Int.abs(y) * rules.width + Int.abs(x)];
  };

  public func lineThrough(board : Cells, rules : Rules, cell : Nat) : Bool {
    let mark = board[cell];
    let (x0, y0) : (Int, Int) = (cell % rules.width, cell / rules.width);
    let directions : [(Int, Int)] = [(1, 0), (0, 1), (1, 1), (1, -1)];
    func reach(dx : Int, dy : Int) : Nat {
      var n = 0;
      while (at(board, rules, x0 + (n + 1) * dx, y0 + (n + 1) * dy) == mark) n += 1;
      n;
    };
    directions.any(func((dx, dy) : (Int, Int)) : Bool = reach(dx, dy) + 1 + reach(-dx, -dy) >= rules.line);
  };

  public func places(board : Cells, rules : Rules) : [Nat] {
    let count = if (rules.falls) rules.width else board.size();
    let open = func(place : Nat) : Bool = if (rules.falls) board[place] == null else board[place] == null;
    Nat.range(0, count).filter(open).toArray();
  };

  // Looks `depth` moves ahead; the first of the best places.
  public func best(board : Cells, rules : Rules, mark : Mark, depth : Nat) : Nat {
    var found = 0;
    var value : Int = -1_000;
    for (place in places(board, rules).values()) {
      let v = worth(board, rules, place, mark, depth);
      if (v > value) { value := v; found := place };
    };
    found;
  };

  func worth(board : Cells, rules : Rules, place : Nat, mark : Mark, depth : Nat) : Int {
    let #ok cell = put(board, rules, place, mark) else return -1_000;
    let result : Int = if (lineThrough(board, rules, cell)) {
      100 + depth;
    } else if (full(board) or depth == 0) { 0 } else {
      var most : Int = -1_000;
      for (answer in places(board, rules).values()) {
        most := Int.max(most, worth(board, rules, answer, other mark, depth - 1 : Nat));
      };
      -most;
    };
    board[cell] := null;
    result;
  };

  public func show(board : Cells, rules : Rules) : [Text] {
    Array.tabulate<Text>(
      rules.height,
      func row {
        var line = "";
        for (column in Nat.range(0, rules.width)) {
          line #= switch (board[row * rules.width + column]) { case null "."; case (?#x) "x"; case (?#o) "o" };
        };
        line;
      },
    );
  };
};
