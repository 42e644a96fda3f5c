import Prim "mo:⛔";
import Memory "../../library/runtime/memory";
import Value "../../library/runtime/value";
import Show "../../library/runtime/show";
import CandidRead "../../library/runtime/candid_read";
import CandidWrite "../../library/runtime/candid_write";
import Collect "../../library/runtime/collect";
import Compatible "../../library/runtime/compatible";

// A type section is written by hand: `node` appends words and returns the offset.
let base : Nat32 = 0x2000;
var used : Nat32 = 8;
func node(words : [Nat32]) : Nat32 {
  let at = used;
  for (w in words.values()) { M.store32(base +% used, w); used +%= 4 };
  M.store32(base, used / 4);
  at
};
func name(t : Text) : Nat32 {
  let bytes = Prim.blobToArray(Prim.encodeUtf8(t));
  let at = node([Prim.natToNat32(bytes.size())]);
  for (b in bytes.values()) { M.store8(base +% used, Prim.natToNat32(Prim.nat8ToNat(b))); used +%= 1 };
  used := (used +% 3) & 0xffff_fffc;
  at
};
func hash(t : Text) : Nat32 {
  var h : Nat32 = 0;
  for (b in Prim.blobToArray(Prim.encodeUtf8(t)).values()) { h := h *% 223 +% Prim.natToNat32(Prim.nat8ToNat(b)) };
  h
};
func sorted(fields : [(Text, Nat32)]) : [var (Nat32, Nat32, Nat32)] {
  let rows = Prim.Array_tabulateVar<(Nat32, Nat32, Nat32)>(fields.size(), func i = (hash(fields[i].0), name(fields[i].0), fields[i].1));
  var i = 0;
  while (i < rows.size()) {
    var j = i;
    while (j > 0 and rows[j - 1].0 > rows[j].0) { let r = rows[j]; rows[j] := rows[j - 1]; rows[j - 1] := r; j -= 1 };
    i += 1;
  };
  rows
};
func record(fields : [(Text, Nat32)]) : Nat32 {
  let rows = sorted(fields);
  let at = node([24, Prim.natToNat32(fields.size())]);
  for ((h, l, t) in rows.values()) ignore node([h, l, 0, t]);
  at
};
func variant(fields : [(Text, Nat32)]) : Nat32 {
  let rows = sorted(fields);
  let at = node([25, Prim.natToNat32(fields.size())]);
  for ((h, l, t) in rows.values()) ignore node([h, l, t]);
  at
};
func tuple(types : [Nat32]) : Nat32 {
  let at = node([23, Prim.natToNat32(types.size())]);
  ignore node(types);
  at
};
let scalars = Prim.Array_tabulate<Nat32>(20, func k = node([Prim.natToNat32(k)]));
func opt(t : Nat32) : Nat32 { node([20, t]) };
func vec(t : Nat32) : Nat32 { node([21, t]) };
let (null_, bool, nat, int, nat8, nat32, nat64, int8, int64, float, char, text, blob_, principal) = (scalars[0], scalars[1], scalars[2], scalars[3], scalars[4], scalars[6], scalars[7], scalars[8], scalars[11], scalars[12], scalars[13], scalars[14], scalars[15], scalars[16]);
let unit = tuple([]);

func bytesOf(v : Nat64) : Blob { M.bytes(Memory.address(v) +% 8, Memory.aux_of(Memory.address(v))) };
func decode(types : [Nat32], message : Blob) : Nat64 {
  M.argument := Prim.blobToArray(message);
  CandidRead.candid_decode(base +% tuple(types))
};
func shown(types : [Nat32], v : Nat64) : Text {
  switch (Prim.decodeUtf8(bytesOf(Show.show(base +% tuple(types), v)))) { case (?t) t; case null "?" }
};
func encoded(types : [Nat32], v : Nat64) : Blob { bytesOf(CandidWrite.candid_encode(base +% tuple(types), v)) };
func same(got : Text, want : Text) { if (got != want) { Prim.trap("got " # got # " instead of " # want) } };
func equalBytes(got : Blob, want : Blob) { if (got != want) { Prim.trap("got " # debug_show got # " instead of " # debug_show want) } };

// Shapes are registered as a module's start would do it.
func register(fields : [Text]) {
  let rows = sorted(Prim.Array_tabulate<(Text, Nat32)>(fields.size(), func i = (fields[i], 0)));
  let at : Nat32 = 0x10_0000;
  M.store32(at, Prim.natToNat32(rows.size()));
  var k : Nat32 = 4;
  for ((h, _, _) in rows.values()) { M.store32(at +% k, h); k +%= 4 };
  Value.shapes_register(at, 1);
};

// One value of each scalar type, encoded by the reference.
let types1 = Prim.Array_tabulate<Nat32>(17, func k = scalars[k]);
let v1 = (null, true, 123_456_789_012_345_678_901_234_567_890, -98_765_432_109_876_543_210_987, 200 : Nat8, 60_000 : Nat16, 4_000_000_000 : Nat32, 18_000_000_000_000_000_000 : Nat64, -100 : Int8, -30_000 : Int16, -2_000_000_000 : Int32, -9_000_000_000_000_000_000 : Int64, 1.5, 'é', "héllo", "\00\ff" : Blob, Prim.principalOfBlob("\04"));
let b1 = to_candid (null, true, 123_456_789_012_345_678_901_234_567_890, -98_765_432_109_876_543_210_987, 200 : Nat8, 60_000 : Nat16, 4_000_000_000 : Nat32, 18_000_000_000_000_000_000 : Nat64, -100 : Int8, -30_000 : Int16, -2_000_000_000 : Int32, -9_000_000_000_000_000_000 : Int64, 1.5, 'é', "héllo", "\00\ff" : Blob, Prim.principalOfBlob("\04"));
let d1 = decode(types1, b1);
same(shown(types1, d1), "(null, true, 123_456_789_012_345_678_901_234_567_890, -98_765_432_109_876_543_210_987, 200, 60_000, 4_000_000_000, 18_000_000_000_000_000_000, -100, -30_000, -2_000_000_000, -9_000_000_000_000_000_000, 1.5, 'é', \"héllo\", \"\\00\\FF\", 2vxsx-fae)");
equalBytes(encoded(types1, d1), b1);
for (n in ([0, 1, 63, 64, 127, 128, 2 ** 31, 2 ** 62 - 1, 2 ** 62, 2 ** 63, 2 ** 64 - 1, 2 ** 64, 2 ** 70, 7 ** 77] : [Nat]).values()) {
  let i : Int = n;
  let b = to_candid (n, i, -i, -i - 1);
  let types = [nat, int, int, int];
  let v = decode(types, b);
  same(shown(types, v), debug_show (n, i, -i, -i - 1));
  equalBytes(encoded(types, v), b);
};

// Records, options, arrays, variants, tuples.
type R = { name : Text; age : ?Nat; tags : [Text]; else_ : Nat; _7_ : Int };
let tR = record([("name", text), ("age", opt(nat)), ("tags", vec(text)), ("else_", nat), ("_7_", int)]);
register(["name", "age", "tags", "else_", "_7_"]);
register(["name", "extra"]);
register(["b", "a"]);
type V = { #a; #b : Nat; #c : (Int, Text); #d : R; #e : ?V; #f : Null };
let tV = variant([("a", unit), ("b", nat), ("c", tuple([int, text])), ("d", tR), ("e", 0), ("f", null_)]);
let optV = opt(tV);
do { var k = 0; while (k < 6) { let at = base +% tV +% 8 +% Prim.natToNat32(k) *% 12; if (M.load32(at +% 8) == 0) { M.store32(at +% 8, optV) }; k += 1 } };
let r : R = { name = "x"; age = ?3; tags = ["p", "q"]; else_ = 5; _7_ = -1 };
let rs : [R] = [r, { r with age = null; tags = [] }];
let vs : [V] = [#a, #b 1, #c(-1, "t"), #d r, #e(?#a), #e(null), #f null];
let bR = to_candid (rs, vs, (1, true), ?(?1 : ?Nat), [1, 2] : [Nat8]);
let typesR = [vec(tR), vec(tV), tuple([nat, bool]), opt(opt(nat)), vec(nat8)];
let dR = decode(typesR, bR);
same(shown(typesR, dR), debug_show (rs, vs, (1, true), ?(?1 : ?Nat), [1, 2] : [Nat8]));
let eR = encoded(typesR, dR);
switch (from_candid eR : ?([R], [V], (Nat, Bool), ??Nat, [Nat8])) {
  case (?x) same(debug_show x, debug_show (rs, vs, (1, true), ?(?1 : ?Nat), [1, 2] : [Nat8]));
  case null Prim.trap("the reference does not read what we wrote");
};
if (Value.equal(base +% tuple(typesR), dR, decode(typesR, eR)) == 0) { Prim.trap("equal") };
if (Value.equal(base +% tuple(typesR), dR, decode(typesR, to_candid (rs, vs, (1, false), ?(?1 : ?Nat), [1, 2] : [Nat8]))) == 1) { Prim.trap("not equal") };

// A recursive type.
type L = ?(Nat, L);
let tL = opt(0);
M.store32(base +% tL +% 4, tuple([nat, tL]));
var l : L = null;
var k = 0;
while (k < 200) { l := ?(k, l); k += 1 };
let bL = to_candid (l);
same(shown([tL], decode([tL], bL)), "(" # debug_show l # ")");
switch (from_candid (encoded([tL], decode([tL], bL))) : ?L) { case (?x) same(debug_show x, debug_show l); case null Prim.trap("list") };

// Subtyping: extra and missing fields, options, numbers, cases, dropped and missing arguments.
let small = record([("name", text), ("extra", opt(int))]);
same(shown([small], decode([small], to_candid (r))), "({extra = null; name = \"x\"})");
same(shown([small], decode([small], to_candid ({ name = "y"; extra = ?3 }))), "({extra = ?(+3); name = \"y\"})");
same(shown([small], decode([small], to_candid ({ name = "y"; extra = "ill-typed" }))), "({extra = null; name = \"y\"})");
same(shown([small], decode([small], to_candid ({ name = "y"; extra = 3 }))), "({extra = ?(+3); name = \"y\"})");
same(shown([int, opt(text)], decode([int, opt(text)], to_candid (3 : Nat))), "(+3, null)");
same(shown([opt(tR)], decode([opt(tR)], to_candid (?"no"))), "(null)");
same(shown([opt(tV)], decode([opt(tV)], to_candid (?(#other)))), "(null)");
same(shown([opt(tV)], decode([opt(tV)], to_candid (?(#b 7)))), "(?(#b(7)))");
same(shown([text], decode([text], to_candid ("a", 1, rs))), "(\"a\")");
same(shown([unit, nat], decode([unit, nat], to_candid ((), 1))), "((), 1)");
if (decode([], to_candid (1, "x")) != 0) { Prim.trap("no arguments") };
same(shown([opt(opt(nat))], decode([opt(opt(nat))], to_candid (??1))), "(?(?1))");
same(shown([opt(opt(nat))], decode([opt(opt(nat))], to_candid (?(null : ?Nat)))), "(?null)");
let blobFrom = func(b : Blob) : Nat64 {
  let bytes = Prim.blobToArray(b);
  let at = Memory.new_blob(Prim.natToNat32(bytes.size()));
  var k : Nat32 = 0;
  for (b in bytes.values()) { M.store8(at +% 8 +% k, Prim.natToNat32(Prim.nat8ToNat(b))); k +%= 1 };
  Memory.pointer(at)
};
let mismatch : [([Nat32], Blob)] = [([nat], to_candid (-1 : Int)), ([text], to_candid (1)), ([tR], to_candid ({ name = "x" })), ([tV], to_candid (#zzz)), ([nat], to_candid ()), ([vec(nat)], to_candid (["a"]))];
for ((types, b) in mismatch.values()) {
  if (CandidRead.candid_decode_blob(base +% tuple(types), blobFrom(b)) != 3) { Prim.trap("should not match: " # debug_show b) };
};

// Function and service references, and what the reference says of them.
let who = actor "aaaaa-aa" : actor { m : shared query Nat -> async Text };
let tF = node([26, 1, 1, nat, 1, text]);
let tA = node([27, 1, hash("m"), name("m"), tF]);
let bF = to_candid (who, who.m);
let dF = decode([tA, tF], bF);
same(shown([principal, principal], decode([principal, principal], to_candid (who, Prim.principalOfActor(who)))), "(aaaaa-aa, aaaaa-aa)");
switch (from_candid (encoded([tA, tF], dF)) : ?(actor { m : shared query Nat -> async Text }, shared query Nat -> async Text)) { case null Prim.trap("references"); case _ {} };

M.store64(0x10, dR);
M.store32(0x28, 0);
Collect.message_end();
same(shown(typesR, M.load64(0x10)), debug_show (rs, vs, (1, true), ?(?1 : ?Nat), [1, 2] : [Nat8]));
// Which types may follow which under a stable variable `x`.
func field(t : Nat32) : Nat32 { record([("x", t)]) };
func follows(old : Nat32, new : Nat32) : Bool { Compatible.types_compatible(base, field(old), base, field(new)) == 1 };
let vec2 = variant([("a", unit), ("b", nat)]);
let vec3 = variant([("a", unit), ("b", int), ("c", text)]);
let rec1 = record([("p", nat)]);
let rec2 = record([("p", int)]);
let rec3 = record([("p", nat), ("q", opt(nat))]);
func mut(t : Nat32) : Nat32 { node([22, t]) };
for ((old, new) in ([(nat, nat), (nat, int), (vec(nat), vec(int)), (null_, opt(nat)), (opt(nat), opt(int)), (vec2, vec3), (rec1, rec2), (tL, tL), (tuple([nat, text]), tuple([int, text])), (mut(nat), mut(nat)), (mut(vec2), mut(vec2)), (tF, tF), (tA, tA)] : [(Nat32, Nat32)]).values()) {
  if (not follows(old, new)) { Prim.trap("should follow: " # debug_show (old, new)) };
};
for ((old, new) in ([(int, nat), (nat, text), (nat, opt(nat)), (opt(nat), nat), (vec3, vec2), (rec1, rec3), (rec3, rec1), (mut(nat), mut(int)), (vec(nat), mut(nat)), (mut(vec2), mut(vec3)), (nat8, nat), (tuple([nat]), tuple([nat, nat])), (vec(nat8), blob_), (tA, principal)] : [(Nat32, Nat32)]).values()) {
  if (follows(old, new)) { Prim.trap("should not follow: " # debug_show (old, new)) };
};
if (Compatible.types_compatible(base, record([("x", nat), ("y", nat)]), base, field(nat)) == 1) { Prim.trap("a field is lost") };
if (Compatible.types_compatible(base, field(nat), base, record([("x", nat), ("y", nat)])) == 0) { Prim.trap("a field is added") };
Prim.debugPrint("ok");
