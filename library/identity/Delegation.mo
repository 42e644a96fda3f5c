/// Delegations as agents check them: what is signed, and the keys of the people for whom a canister signs.
import Array "mo:core/Array";
import Blob "mo:core/Blob";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Nat8 "mo:core/Nat8";
import Principal "mo:core/Principal";
import Text "mo:core/Text";
import Sha2 "mo:core/internal/Sha2";
import Tree "HashTree";

module {
  /// Lets the holder of a key act for somebody until a time, with some canisters or all.
  public type Delegation = { pubkey : Blob; expiration : Nat; targets : ?[Principal] };

  /// Returns the digest of the message that is signed.
  public func messageHash({ pubkey; expiration; targets } : Delegation) : Blob {
    let fields = List.empty<Blob>();
    fields.add(field("pubkey", Tree.hash([pubkey])));
    fields.add(field("expiration", Tree.hash([leb128(expiration)])));
    switch targets {
      case null {};
      case (?ids) fields.add(field("targets", Tree.hash(ids.map<Principal, Blob>(func id { Tree.hash([id.toBlob()]) }))));
    };
    fields.sortInPlace(Blob.compare);
    Tree.hash(["\1Aic-request-auth-delegation", Tree.hash(fields.toArray())])
  };

  func field(name : Text, value : Blob) : Blob {
    Blob.fromArray(Tree.hash([name.encodeUtf8()]).toArray().concat(value.toArray()))
  };

  func leb128(number : Nat) : Blob {
    let bytes = List.empty<Nat8>();
    var rest = number;
    while (rest >= 128) {
      bytes.add(Nat8.fromNat(rest % 128) + 128);
      rest /= 128;
    };
    bytes.add(Nat8.fromNat(rest));
    Blob.fromArray(bytes.toArray())
  };

  /// What stands in front of the bits of a key: the algorithm of canister signatures, and of keys of authenticators.
  let canisterAlgorithm : [Nat8] = [0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x02];
  let coseAlgorithm : [Nat8] = [0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x01];
  let ed25519 : [Nat8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
  let p256 : [Nat8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
    0x07, 0x03, 0x42, 0x00, 0x04,
  ];
  let secp256k1 : [Nat8] = [
    0x30, 0x56, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a, 0x03, 0x42,
    0x00, 0x04,
  ];

  /// Returns the key, in DER, of whom a canister signs for under a seed of 32 bytes.
  public func canisterKey(canister : Principal, seed : Blob) : Blob {
    let id = canister.toBlob();
    let bits = join([[0, Nat8.fromNat(id.size())], id.toArray(), seed.toArray()]);
    let body = join([canisterAlgorithm, [0x03, Nat8.fromNat(bits.size())], bits]);
    Blob.fromArray(join([[0x30, Nat8.fromNat(body.size())], body]))
  };

  func join(parts : [[Nat8]]) : [Nat8] { parts.flatten() };

  /// Whether this can be the key of a session: one of the kinds that agents make, of the right length.
  public func isSessionKey(key : Blob) : Bool {
    let bytes = key.toArray();
    (bytes.size() == 44 and begins(bytes, ed25519, 0)) or (bytes.size() == 91 and begins(bytes, p256, 0)) or (bytes.size() == 88 and begins(bytes, secp256k1, 0)) or isPasskey(key)
  };

  /// Whether this can be the key of an authenticator.
  public func isPasskey(key : Blob) : Bool {
    let bytes = key.toArray();
    let head = if (bytes.size() < 130) { 2 } else { 3 };
    bytes.size() > 50 and bytes.size() <= 200 and bytes[0] == 0x30 and begins(bytes, coseAlgorithm, head)
  };

  /// Whether this can be the key that is made of a phrase.
  public func isPhraseKey(key : Blob) : Bool { key.size() == 44 and begins(key.toArray(), ed25519, 0) };

  func begins(bytes : [Nat8], start : [Nat8], at : Nat) : Bool {
    var i = 0;
    while (i < start.size()) {
      if (at + i >= bytes.size() or bytes[at + i] != start[i]) return false;
      i += 1;
    };
    true
  };

  /// Returns the principal that a key proves.
  public func principalOf(key : Blob) : Principal {
    Principal.fromBlob(Blob.fromArray(Sha2.sha224(key.toArray()).concat([2])))
  };

  /// Puts a certificate and the part of the tree it stands for together, as agents take it for a signature.
  public func signature(certificate : Blob, witness : [Nat8]) : Blob {
    let name = func(text : Text) : [Nat8] { join([[0x60 + Nat8.fromNat(text.size())], text.encodeUtf8().toArray()]) };
    Blob.fromArray(join([[0xd9, 0xd9, 0xf7, 0xa2], name "certificate", Tree.bytes(certificate), name "tree", witness]))
  };
}
