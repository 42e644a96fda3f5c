// Generators of the same numbers for the same seed.
import Debug "mo:core/Debug";
import Random "mo:core/Random";

let bytes = Random.seed(1);
Debug.print(debug_show (bytes.nat8(), bytes.nat8(), bytes.nat8(), bytes.nat8(), bytes.nat8(), bytes.nat8(), bytes.nat8(), bytes.nat8(), bytes.nat8()));
let coins = Random.seed(1);
Debug.print(debug_show (coins.bool(), coins.bool(), coins.bool(), coins.bool(), coins.bool(), coins.bool(), coins.bool(), coins.bool(), coins.bool(), coins.nat8()));
let numbers = Random.seed(1);
Debug.print(debug_show (numbers.nat64(), numbers.nat8(), numbers.nat64()));
let ranges = Random.seed(1);
Debug.print(debug_show (ranges.natRange(0, 100), ranges.natRange(5, 7), ranges.nat64Range(0, 1_000_000), ranges.intRange(-5, 5), ranges.natRange(3, 4), ranges.nat8()));
// A state goes on where it was.
let state : Random.SeedState = Random.seedState(1);
ignore Random.seedFromState(state).nat64();
Debug.print(debug_show (Random.seedFromState(state).nat64() == (do { let r = Random.seed(1); ignore r.nat64(); r.nat64() }), Random.emptyState().bytes.size()));
// All numbers of a range come, and none beside it.
let dice = Random.seed(7);
let counts : [var Nat] = [var 0, 0, 0, 0, 0, 0];
var i = 0;
while (i < 6_000) { counts[dice.natRange(0, 6)] += 1; i += 1 };
var fair = true;
for (count in counts.values()) { if (count < 850 or count > 1_150) { fair := false } };
Debug.print(debug_show fair);
// prints: (139, 141, 27, 224, 213, 31, 81, 83, 139)
// prints: (true, false, false, false, true, false, true, true, true, 27)
// prints: (10_055_724_195_450_409_299, 139, 18_147_418_726_721_339_282)
// prints: (54, 6, 572_886, -3, 3, 153)
// prints: (true, 0)
// prints: true
