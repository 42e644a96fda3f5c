// Pictures in pieces, found by a checksum of their content.
import Blob "mo:core/Blob";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Nat8 "mo:core/Nat8";
import Nat32 "mo:core/Nat32";
import Text "mo:core/Text";

module {
  public type Reference = { hash : Nat32; size : Nat; mime : Text };
  public type Storage = {
    complete : Map.Map<Nat32, { mime : Text; bytes : Blob; var uses : Nat }>;
    uploads : Map.Map<Nat, { mime : Text; pieces : List.List<Blob>; owner : Principal }>;
    var nextUpload : Nat;
  };

  public func empty() : Storage {
    { complete = Map.empty(); uploads = Map.empty(); var nextUpload = 0 };
  };

  // Adler-32, RFC 1950.
  public func checksum(bytes : Blob) : Nat32 {
    var a : Nat32 = 1;
    var b : Nat32 = 0;
    for (byte in bytes.values()) {
      a := (a +% byte.toNat().toNat32()) % 65521;
      b := (b +% a) % 65521;
    };
    (b << 16) | a;
  };

  public func begin(self : Storage, mime : Text, owner : Principal) : Nat {
    let id = self.nextUpload;
    self.nextUpload += 1;
    self.uploads.add(id, { mime; pieces = List.empty<Blob>(); owner });
    id;
  };

  public func piece(self : Storage, id : Nat, owner : Principal, bytes : Blob) : { #ok : Nat; #err : Text } {
    switch (self.uploads.get(id)) {
      case (?upload) {
        if (upload.owner != owner) { return #err("not your upload") };
        upload.pieces.add(bytes);
        #ok(upload.pieces.size());
      };
      case null { #err("there is no upload " # id.toText()) };
    };
  };

  public func finish(self : Storage, id : Nat) : ?Reference {
    do ? {
      let { mime; pieces } = self.uploads.get(id)!;
      let bytes = join(pieces);
      let hash = checksum(bytes);
      switch (self.complete.get(hash)) {
        case (?known) { known.uses += 1 };
        case null { self.complete.add(hash, { mime; bytes; var uses = 1 }) };
      };
      self.uploads.remove(id);
      { hash; size = bytes.size(); mime };
    };
  };

  func join(pieces : List.List<Blob>) : Blob {
    let all = List.empty<Nat8>();
    for (blob in pieces.values()) { for (byte in blob.values()) { all.add(byte) } };
    Blob.fromArray(all.toArray());
  };

  public func release(self : Storage, { hash } : Reference) {
    let ?stored = self.complete.get(hash) else return;
    if (stored.uses <= 1) { self.complete.remove(hash) } else { stored.uses -= 1 };
  };
};
