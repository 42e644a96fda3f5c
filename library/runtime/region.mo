/// Regions of stable memory: runs of pages of their own, made of blocks of 128 pages (8 MiB) that are given out one after the other.
///
/// A Region is a TUPLE: its number, its pages, and a BLOB of the numbers of its blocks (4 bytes each). The words 0x80 (blocks given out)
/// and 0x84 (regions made) stay over upgrades, as stable memory does. 0x88..0x8f is where a number passes through.
import M "mo:machine";
import Prim "mo:prim";
import Memory "memory";

module {
  let none : Nat64 = 0xffff_ffff_ffff_ffff;

  public func region_new() : Region {
    let number = M.load32(0x84);
    M.store32(0x84, number +% 1);
    let at = Memory.new_tuple(3);
    M.store64(at +% 8, Memory.small(number +% 16));
    M.store64(at +% 24, Memory.pointer(Memory.new_blob(0)));
    M.value<Region>(Memory.pointer(at))
  };

  func tuple(region : Region) : Nat32 { Memory.address(M.bits<Region>(region)) };

  public func region_id(region : Region) : Nat { M.value<Nat>(M.load64(tuple(region) +% 8)) };

  func pages(region : Region) : Nat64 { M.load64(tuple(region) +% 16) >> 1 };

  public func region_size(region : Region) : Nat64 { pages(region) };

  /// Returns the pages that the region had, or 2^64 - 1 if there is no room for more.
  public func region_grow(region : Region, more : Nat64) : Nat64 {
    let old = pages(region);
    // More than stable memory can ever hold: numbers below stay small.
    if (more > 0x100_0000) { return none };
    let have = (old +% 127) >> 7;
    let need = (old +% more +% 127) >> 7;
    if (need > have) {
      if (not add_blocks(tuple(region), M.wrap(have), M.wrap(need -% have))) { return none };
    };
    M.store64(tuple(region) +% 16, (old +% more) << 1);
    old
  };

  func add_blocks(at : Nat32, have : Nat32, more : Nat32) : Bool {
    let first = M.load32(0x80);
    let wanted = M.extend(first +% more) << 7;
    let pages = M.stable64_size();
    if (wanted > pages) {
      if (M.stable64_grow(wanted -% pages) == none) { return false };
    };
    M.store32(0x80, first +% more);
    let old = Memory.address(M.load64(at +% 24));
    let blocks = Memory.new_blob((have +% more) << 2);
    M.memoryCopy(blocks +% 8, old +% 8, have << 2);
    var i : Nat32 = 0;
    while (i < more) {
      M.store32(blocks +% 8 +% ((have +% i) << 2), first +% i);
      i +%= 1;
    };
    Memory.set_slot(at +% 24, Memory.pointer(blocks));
    true
  };

  func check(region : Region, offset : Nat64, bytes : Nat64) : () {
    let size = pages(region) << 16;
    if (offset > size or bytes > size -% offset) { M.trapText("region access out of bounds") };
  };

  /// Copies between memory and a region, block by block.
  func transfer(region : Region, offset : Nat64, address : Nat32, bytes : Nat32, write : Bool) : () {
    check(region, offset, M.extend(bytes));
    let blocks = Memory.address(M.load64(tuple(region) +% 24)) +% 8;
    var from = offset;
    var at = address;
    var left = bytes;
    while (left > 0) {
      let within = M.wrap(from) & 0x7f_ffff;
      let block = M.load32(blocks +% (M.wrap(from >> 23) << 2));
      let place = (M.extend(block) << 23) | M.extend(within);
      var n = 0x80_0000 -% within;
      if (n > left) { n := left };
      if (write) { M.stable64_write(place, M.extend(at), M.extend(n)) } else { M.stable64_read(M.extend(at), place, M.extend(n)) };
      from +%= M.extend(n);
      at +%= n;
      left -%= n;
    };
  };

  func load(region : Region, offset : Nat64, bytes : Nat32) : Nat64 {
    M.store64(0x88, 0);
    transfer(region, offset, 0x88, bytes, false);
    M.load64(0x88)
  };

  func store(region : Region, offset : Nat64, bytes : Nat32, number : Nat64) : () {
    M.store64(0x88, number);
    transfer(region, offset, 0x88, bytes, true);
  };

  public func region_load_nat8(r : Region, offset : Nat64) : Nat8 { Prim.nat64ToNat8(load(r, offset, 1)) };
  public func region_load_nat16(r : Region, offset : Nat64) : Nat16 { Prim.nat64ToNat16(load(r, offset, 2)) };
  public func region_load_nat32(r : Region, offset : Nat64) : Nat32 { M.wrap(load(r, offset, 4)) };
  public func region_load_nat64(r : Region, offset : Nat64) : Nat64 { load(r, offset, 8) };
  public func region_load_int8(r : Region, offset : Nat64) : Int8 { Prim.nat8ToInt8(region_load_nat8(r, offset)) };
  public func region_load_int16(r : Region, offset : Nat64) : Int16 { Prim.nat16ToInt16(region_load_nat16(r, offset)) };
  public func region_load_int32(r : Region, offset : Nat64) : Int32 { Prim.nat32ToInt32(region_load_nat32(r, offset)) };
  public func region_load_int64(r : Region, offset : Nat64) : Int64 { Prim.nat64ToInt64(load(r, offset, 8)) };
  public func region_load_float(r : Region, offset : Nat64) : Float { M.bitsFloat(load(r, offset, 8)) };

  public func region_store_nat8(r : Region, offset : Nat64, n : Nat8) : () { store(r, offset, 1, Prim.nat8ToNat64(n)) };
  public func region_store_nat16(r : Region, offset : Nat64, n : Nat16) : () { store(r, offset, 2, Prim.nat16ToNat64(n)) };
  public func region_store_nat32(r : Region, offset : Nat64, n : Nat32) : () { store(r, offset, 4, M.extend(n)) };
  public func region_store_nat64(r : Region, offset : Nat64, n : Nat64) : () { store(r, offset, 8, n) };
  public func region_store_int8(r : Region, offset : Nat64, n : Int8) : () { region_store_nat8(r, offset, Prim.int8ToNat8(n)) };
  public func region_store_int16(r : Region, offset : Nat64, n : Int16) : () { region_store_nat16(r, offset, Prim.int16ToNat16(n)) };
  public func region_store_int32(r : Region, offset : Nat64, n : Int32) : () { region_store_nat32(r, offset, Prim.int32ToNat32(n)) };
  public func region_store_int64(r : Region, offset : Nat64, n : Int64) : () { store(r, offset, 8, Prim.int64ToNat64(n)) };
  public func region_store_float(r : Region, offset : Nat64, x : Float) : () { store(r, offset, 8, M.floatBits(x)) };

  public func region_load_blob(r : Region, offset : Nat64, size : Nat) : Blob {
    let bits = M.bits<Nat>(size);
    if ((bits & 1) == 1 or bits > 0x1_ffff_ffff) { M.trapText("region access out of bounds") };
    check(r, offset, bits >> 1);
    let at = Memory.new_blob(M.wrap(bits >> 1));
    transfer(r, offset, at +% 8, M.wrap(bits >> 1), false);
    M.value<Blob>(Memory.pointer(at))
  };

  public func region_store_blob(r : Region, offset : Nat64, blob : Blob) : () {
    let at = Memory.address(M.bits<Blob>(blob));
    transfer(r, offset, at +% 8, Memory.aux_of(at), true);
  };

  public func stable_memory_size() : Nat { Prim.nat64ToNat(M.stable64_size() << 16) };
}
