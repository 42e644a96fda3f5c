// Appending to a variable changes no text that was read from it before.
import Prim "mo:prim";

let long : Text = "0123456789012345678901234567890123456789012345678901234567890123456789";

func alias() {
  var t = "";
  var seen : [var Text] = [var "", "", ""];
  var i = 0;
  while (i < 9) {
    t #= long;
    if (i % 3 == 0) { seen[i / 3] := t };
    i += 1;
  };
  let last = t;
  t #= "!";
  Prim.debugPrint(debug_show (seen[0].size(), seen[1].size(), seen[2].size(), last.size(), t.size(), last # "!" == t));
};
alias();

func nested() {
  var t = long # long;
  func add(x : Text) : Text { t #= x; x };
  // The left side is read before the right side runs.
  t #= add("b");
  Prim.debugPrint(debug_show (t == long # long # "b"));
  t #= t;
  t #= t # t;
  Prim.debugPrint(debug_show (t.size()));
  let record = { t; u = t };
  t #= "x";
  Prim.debugPrint(debug_show (record.t.size(), record.u.size(), t.size()));
};
nested();

func two() {
  var a = "";
  var b = "";
  var i = 0;
  while (i < 300) { a #= "a"; b #= "bé"; if (i == 200) { a := b }; i += 1 };
  Prim.debugPrint(debug_show (a.size(), b.size()));
};
two();

var top = long # long;
func addTop(x : Text) { top #= x };
let before = do { addTop("1"); top };
addTop("2");
func rest() : () -> Text { var t = top; t #= "3"; func() : Text { t #= "4"; t } };
let next = rest();
let first = next();
Prim.debugPrint(debug_show (before.size(), top.size(), first.size(), next().size(), first.size()));

class Log() { public var text = long # long; public func add(x : Text) { text #= x } };
let log = Log();
log.add("a");
let old = log.text;
log.add("b");
log.text #= "c";
Prim.debugPrint(debug_show (old.size(), log.text.size()));

func large() : Nat {
  var t = "";
  var i = 0;
  while (i < 200_000) { t #= "some words, "; i += 1 };
  t.size()
};
Prim.debugPrint(debug_show (large()));
//> (70, 280, 490, 630, 631, true)
//> true
//> 846
//> (846, 846, 847)
//> (501, 600)
//> (141, 142, 144, 145, 144)
//> (141, 143)
//> 2_400_000
