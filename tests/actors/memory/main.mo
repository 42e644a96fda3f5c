import Region "mo:core/Region";
import WeakReference "mo:core/WeakReference";
import Float32 "mo:core/Float32";
import Principal "mo:core/Principal";
import Time "mo:core/Time";
import Runtime "mo:core/Runtime";
import VarArray "mo:core/VarArray";

persistent actor {
  let numbers = Region.new();
  let bytes = Region.new();
  var cache : ?WeakReference.WeakReference<[var Nat]> = null;
  var kept : ?[var Nat] = null;
  var temperature : Float32 = 0.1;

  public func grow() : async [Nat64] {
    [numbers.grow(3), bytes.grow(200), numbers.grow(130), numbers.size(), bytes.size(), numbers.grow(0x1_0000_0000)]
  };

  public func write() : async () {
    numbers.storeNat8(0, 255);
    numbers.storeInt16(1, -2);
    numbers.storeNat32(3, 0xdead_beef);
    numbers.storeNat16(100, 7);
    numbers.storeInt32(102, -7);
    numbers.storeInt64(7, -3);
    numbers.storeFloat(15, 2.5);
    // Eight bytes over the end of the first block.
    numbers.storeNat64(8_388_604, 0x0123_4567_89ab_cdef);
    bytes.storeBlob(8_388_606, "over the edge");
    bytes.storeInt8(13_107_199, -1);
  };

  public query func read() : async Text {
    debug_show (
      (numbers.loadNat8(0), numbers.loadInt16(1), numbers.loadNat32(3), numbers.loadInt64(7), numbers.loadFloat(15)),
      numbers.loadNat64(8_388_604),
      (numbers.loadInt8(8_388_607), numbers.loadNat16(8_388_604), numbers.loadInt32(8_388_608)),
      bytes.loadBlob(8_388_604, 17),
      bytes.loadInt8(13_107_199),
      (numbers.id() != bytes.id(), numbers.size(), bytes.size()),
    )
  };

  public query func beyond(offset : Nat64) : async Nat32 { numbers.loadNat32(offset) };
  public query func blobBeyond(offset : Nat64, size : Nat) : async Blob { bytes.loadBlob(offset, size) };

  public func remember(keep : Bool) : async () {
    let data = [var 1, 2, 3];
    cache := ?WeakReference.allocate(data);
    kept := if keep { ?data } else { null };
  };

  public func forget() : async () { kept := null };

  public query func look() : async Text {
    let ?reference = cache else Runtime.trap("nothing was remembered");
    debug_show (reference.isLive(), switch (reference.get()) { case (?data) ?data[2]; case null null })
  };

  var ballast : [var Nat] = [var];

  /// So much to keep that everything is collected.
  public func fill() : async () { ballast := VarArray.repeat(0, 300_000) };

  /// Garbage, which is collected by itself.
  public func churn() : async Nat {
    var total = 0;
    var i = 0;
    while (i < 40_000) { total += [var i, i, i, i].size(); i += 1 };
    total
  };

  public func warm(by : Float32, also : ?Float32) : async (Float32, ?Float32) {
    temperature += by;
    (temperature, also)
  };

  public shared query ({ caller }) func known() : async (Bool, Bool) { (Time.now() > 0, Principal.isController(caller)) };

  public query func shown() : async Text { temperature.format(#exact) };
}
