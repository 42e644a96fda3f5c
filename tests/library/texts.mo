// Text, characters, numbers, options, iterators: the small modules.
import Text "mo:core/Text";
import Char "mo:core/Char";
import Nat "mo:core/Nat";
import Nat8 "mo:core/Nat8";
import Nat32 "mo:core/Nat32";
import Int "mo:core/Int";
import Int8 "mo:core/Int8";
import Float "mo:core/Float";
import Array "mo:core/Array";
import VarArray "mo:core/VarArray";
import Iter "mo:core/Iter";
import Option "mo:core/Option";
import Result "mo:core/Result";
import Order "mo:core/Order";
import Bool "mo:core/Bool";
import Blob "mo:core/Blob";
import Principal "mo:core/Principal";
import Time "mo:core/Time";
import Debug "mo:core/Debug";

func show(t : Text) { Debug.print(t) };
show(debug_show Text.split("a,,b,", #char ',').toArray());
show(debug_show Text.split("", #char ',').toArray());
show(debug_show Text.split("a--b-c", #text "--").toArray());
show(debug_show Text.split("a1b2", #predicate(Char.isDigit)).toArray());
show(debug_show Text.tokens("  a  b ", #char ' ').toArray());
show("a-b-c".replace(#char '-', "+") # "|" # "aaa".replace(#text "aa", "b"));
show("[" # "  a b ".trim(#char ' ') # "][" # "xxaxx".trim(#text "xx") # "][" # "  a ".trimStart(#char ' ') # "][" # " a  ".trimEnd(#char ' ') # "]");
show(debug_show ("motoko".startsWith(#text "mo"), "motoko".endsWith(#text "ko"), "motoko".contains(#text "tok"), "motoko".contains(#char 'x'), "".contains(#text "")));
show(debug_show ("motoko".stripStart(#text "mo"), "motoko".stripEnd(#char 'x'), "foo".stripEnd(#char 'o')));
show("hello".toUpper() # "AB".toLower() # "héllo".reverse() # debug_show "日本".size());
show(["a", "b", "c"].values().join(", "));
show(debug_show (Text.compare("a", "b"), "abc".toArray(), Text.fromArray(['x', 'y']), "abc".map(func c = if (c == 'b') 'X' else c), "abc".flatMap(func c = Char.toText(c) # Char.toText(c))));
show(debug_show (Text.encodeUtf8("é"), Text.decodeUtf8("\ff"), Text.decodeUtf8("abc")));
show(debug_show (Nat.fromText("123"), Nat.fromText(""), Nat.fromText("12a"), Nat.fromText("-1"), Nat.fromText("123456789012345678901234567890"), Int.fromText("-5"), Int.fromText("+5"), Int.fromText("-"), Int.fromText("7")));
show(Nat.toText(0) # " " # Nat.toText(1234567) # " " # Int.toText(-1234567) # " " # Int8.toText(-128) # " " # Nat8.toText(255));
show(debug_show (Nat.range(2, 5).toArray(), Nat.rangeBy(0, 10, 3).toArray(), Nat.rangeBy(5, 0, -2).toArray(), Nat.rangeInclusive(1, 3).toArray(), Nat.rangeByInclusive(9, 3, -3).toArray(), Int.range(-2, 2).toArray()));
show(debug_show (Nat8.rangeInclusive(253, 255).toArray(), Nat8.bitset(0, 3), Nat8.bitclear(255, 0), Nat8.bitflip(1, 1), Nat8.bittest(4, 2), Nat32.bitcountLeadingZero(1), Nat8.addWrap(255, 2), Nat32.explode(0x01020304)));
show(debug_show (Nat.max(1, 2), Int.min(-1, 2), Nat.compare(2, 1), Nat.bitshiftLeft(3, 70), Nat.pow(2, 70)));
show(Float.format(3.14159, #fix 2) # " " # Float.format(2.0, #fix 0) # " " # debug_show (Float.toInt(-1.9), Float.equal(1.0, 1.05, 0.1), Float.compare(1.0, 2.0), Float.isNaN(0.0 / 0.0), Float.trunc(-1.5) == -1.0));
show(debug_show (Option.get(?1, 0), Option.get(null, 0), Option.map<Nat, Text>(?1, Nat.toText), Option.isSome(?1), Option.flatten<Nat>(??1), Option.chain<Nat, Nat>(?1, func n = ?(n + 1)), Option.compare(?1, null)));
show(Option.toText(?1) # " " # Option.toText<Nat>(null));
let ok : Result.Result<Nat, Text> = #ok 1;
show(debug_show (ok.mapOk(func n = n + 1), ok.toOption(), ok.isErr(), Result.fromOption<Nat, Text>(null, "none"), ok.toUpper()));
show(debug_show (Order.isLess(#less), Bool.logicalXor(true, false), Bool.toText(true), Bool.compare(true, false), Order.allValues().toArray(), Bool.allValues().toArray()));
show(debug_show (Blob.toArray("\01\02"), Blob.fromArray([65, 66]), Blob.compare("a", "b"), ("abc" : Blob).size()));
let p = Principal.fromText("rrkah-fqaaa-aaaaa-aaaaq-cai");
show(p.toText() # " " # debug_show (p.isAnonymous(), Principal.anonymous().isAnonymous(), p.isCanister(), p.toBlob(), p.compare(Principal.anonymous())));
show(debug_show (Time.toNanoseconds(#minutes 2), Time.toNanoseconds(#days 1)));
show(debug_show (Array.find<Nat>([1, 2, 3], func x = x > 1), [1, 2, 3].indexOf(3), [1, 2, 3].contains(5), [1, 2, 3].filter(func x = x != 2), [1, 2, 3].map(func x = x * 2), [1, 2, 3].filterMap(func x = if (x > 1) ?(Nat.toText(x)) else null)));
show(debug_show ([1, 2, 3].foldLeft(0, func(a, x) = a + x), [1, 2, 3].foldRight("", func(x, t) = t # Nat.toText(x)), [[1], [2, 3]].flatten(), [1, 2].flatMap(func x = [x, x].values()), [1, 2, 3].reverse(), [3, 4].enumerate().toArray()));
show(debug_show ([1, 3, 5].binarySearch(3), [1, 3, 5].binarySearch(4), [1, 2].equal([1, 2]), [1, 2].compare([1, 3]), [1, 2].isSorted(), [1, 2, 3].all(func x = x > 0), [1, 2].any(func x = x > 1), [1, 2, 1].lastIndexOf(1)));
show([1, 2].toText() # " " # [var 1, 2].toText() # " " # Array.empty<Nat>().toText() # " " # VarArray.empty<Nat>().toText());
show(debug_show ([1, 2, 3, 4].range(1, 3).toArray(), [1, 2, 3, 4].sliceToArray(-3, -1), [1, 2].sliceToArray(0, 9), Array.repeat(7, 2), Array.tabulate<Nat>(3, func i = i), Array.mapResult<Nat, Nat, Text>([1, 0], func x = if (x == 0) #err "zero" else #ok x)));
let v = [var 3, 1, 2];
v.sortInPlace();
v.reverseInPlace();
v.mapInPlace(func x = x + 10);
show(debug_show v);
show(debug_show ([1, 2, 3, 4, 5].values().filter(func x = x % 2 == 1).map(func x = x * x).toArray(), [1, 2, 3].values().take(2).toArray(), [1, 2, 3].values().drop(2).toArray(), [1, 2, 3].values().concat([4].values()).size(), [3, 1, 2].values().sort().toArray(), [3, 1, 2].values().max(), [1, 2, 3].values().reverse().toArray(), [1, 2, 3, 4].values().step(2).toArray(), [1, 2, 3].values().scanLeft(0, Nat.add).toArray(), [1, 2].values().enumerate().toArray(), Iter.repeat(1, 3).toArray(), [1, 2, 3].values().takeWhile(func x = x < 3).toArray(), [1, 2, 3].values().dropWhile(func x = x < 2).toArray(), Iter.unfold<Nat, Nat>(3, func n = if (n == 0) null else ?(n, n - 1 : Nat)).toArray(), [1, 2, 3].values().reduce(Nat.add), [1, 2, 3].values().contains(2), [1, 2, 3].values().findIndex(func x = x == 3), [1, 2].values().scanRight(0, Nat.add).toArray()));
show(debug_show (Char.isAlphabetic('a'), Char.isDigit('5'), Char.isWhitespace(' '), Char.isUpper('A'), Char.toNat32('a'), Char.compare('a', 'b'), Char.toText('x')));

// prints: ["a", "", "b", ""]
// prints: []
// prints: ["a", "b-c"]
// prints: ["a", "b", ""]
// prints: ["a", "b"]
// prints: a+b+c|ba
// prints: [a b][a][a ][ a]
// prints: (true, true, true, false, true)
// prints: (?"toko", null, ?"fo")
// prints: HELLOabolléh2
// prints: a, b, c
// prints: (#less, ['a', 'b', 'c'], "xy", "aXc", "aabbcc")
// prints: ("\C3\A9", null, ?"abc")
// prints: (?123, null, null, null, ?123_456_789_012_345_678_901_234_567_890, ?(-5), ?(+5), null, ?(+7))
// prints: 0 1234567 -1234567 -128 255
// prints: ([2, 3, 4], [0, 3, 6, 9], [5, 3, 1], [1, 2, 3], [9, 6, 3], [-2, -1, 0, +1])
// prints: ([253, 254, 255], 8, 254, 3, true, 31, 1, (1, 2, 3, 4))
// prints: (2, -1, #greater, 3_541_774_862_152_233_910_272, 1_180_591_620_717_411_303_424)
// prints: 3.14 2 (-1, true, #less, true, true)
// prints: (1, 0, ?"1", true, ?1, ?2, #greater)
// prints: ?1 null
// prints: (#ok(2), ?1, false, #err("none"), #Ok(1))
// prints: (true, true, "true", #greater, [#less, #equal, #greater], [true, false])
// prints: ([1, 2], "\41\42", #less, 3)
// prints: rrkah-fqaaa-aaaaa-aaaaq-cai (false, true, true, "\00\00\00\00\00\00\00\01\01\01", #less)
// prints: (120_000_000_000, 86_400_000_000_000)
// prints: (?2, ?2, false, [1, 3], [2, 4, 6], ["2", "3"])
// prints: (6, "321", [1, 2, 3], [1, 1, 2, 2], [3, 2, 1], [(0, 3), (1, 4)])
// prints: (#found(1), #insertionIndex(2), true, #less, true, true, true, ?2)
// prints: [1, 2] [var 1, 2] [] [var]
// prints: ([2, 3], [2, 3], [1, 2], [7, 7], [0, 1, 2], #err("zero"))
// prints: [var 13, 12, 11]
// prints: ([1, 9, 25], [1, 2], [3], 4, [1, 2, 3], ?3, [3, 2, 1], [1, 3], [0, 1, 3, 6], [(0, 1), (1, 2)], [1, 1, 1], [1, 2], [2, 3], [3, 2, 1], ?6, true, ?2, [0, 2, 3])
// prints: (true, true, true, true, 97, #less, "x")
