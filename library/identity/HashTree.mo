/// The hash tree that canisters certify, as a trie over the bits of its labels: to change it, or to show a part of it, takes time
/// in its depth. All labels at one level have the same length.
import Array "mo:core/Array";
import Blob "mo:core/Blob";
import Nat8 "mo:core/Nat8";
import Sha2 "mo:core/internal/Sha2";

module {
  public type Tree = {
    #empty;
    /// A value without content: that it is there says everything.
    #leaf;
    #labelled : { name : Blob; below : Tree; digest : Blob };
    /// `bit` is the first in which the labels below differ; `sample` is any one of them.
    #fork : { bit : Nat; sample : Blob; left : Tree; right : Tree; digest : Blob };
  };

  /// Returns the hash of parts put together.
  public func hash(parts : [Blob]) : Blob {
    Blob.fromArray(Sha2.sha256(parts.map<Blob, [Nat8]>(func part { part.toArray() }).flatten()))
  };

  /// Returns the digest that stands for the whole tree.
  public func digest(tree : Tree) : Blob {
    switch tree {
      case (#empty) hash(["\11ic-hashtree-empty"]);
      case (#leaf) hash(["\10ic-hashtree-leaf"]);
      case (#labelled it) it.digest;
      case (#fork it) it.digest;
    }
  };

  /// Puts a name over a tree.
  public func labelled(name : Blob, below : Tree) : Tree {
    #labelled { name; below; digest = hash(["\13ic-hashtree-labeled", name, digest(below)]) }
  };

  /// Returns what stands under a label.
  public func get(tree : Tree, name : Blob) : Tree {
    switch tree {
      case (#labelled it) { if (it.name == name) it.below else #empty };
      case (#fork it) get(if (bitAt(name.toArray(), it.bit)) it.right else it.left, name);
      case _ #empty;
    }
  };

  /// Returns the tree with something under a label; with nothing there, the label goes.
  public func put(tree : Tree, name : Blob, below : Tree) : Tree {
    if (isEmpty(below)) remove(tree, name) else insert(tree, name, labelled(name, below))
  };

  func insert(tree : Tree, name : Blob, entry : Tree) : Tree {
    switch tree {
      case (#labelled it) {
        switch (difference(name, it.name)) {
          case null entry;
          case (?bit) branch(bit, name, entry, tree);
        }
      };
      case (#fork it) {
        switch (difference(name, it.sample)) {
          case (?bit) { if (bit < it.bit) return branch(bit, name, entry, tree) };
          case null {};
        };
        if (bitAt(name.toArray(), it.bit)) fork(it.bit, it.left, insert(it.right, name, entry))
        else fork(it.bit, insert(it.left, name, entry), it.right)
      };
      case _ entry;
    }
  };

  func remove(tree : Tree, name : Blob) : Tree {
    switch tree {
      case (#labelled it) { if (it.name == name) #empty else tree };
      case (#fork it) {
        if (bitAt(name.toArray(), it.bit)) fork(it.bit, it.left, remove(it.right, name))
        else fork(it.bit, remove(it.left, name), it.right)
      };
      case _ tree;
    }
  };

  /// Puts an entry beside a tree from whose labels it differs first in `bit`.
  func branch(bit : Nat, name : Blob, entry : Tree, rest : Tree) : Tree {
    if (bitAt(name.toArray(), bit)) fork(bit, rest, entry) else fork(bit, entry, rest)
  };

  func fork(bit : Nat, left : Tree, right : Tree) : Tree {
    if (isEmpty(left)) return right;
    if (isEmpty(right)) return left;
    let sample = switch left { case (#labelled it) it.name; case (#fork it) it.sample; case _ "" : Blob };
    #fork { bit; sample; left; right; digest = hash(["\10ic-hashtree-fork", digest(left), digest(right)]) }
  };

  func isEmpty(tree : Tree) : Bool { switch tree { case (#empty) true; case _ false } };

  /// Returns the part of the tree that shows what lies at a path of labels, as CBOR; the rest is digests.
  public func witness(tree : Tree, path : [Blob]) : [Nat8] { show(tree, path, 0) };

  func show(tree : Tree, path : [Blob], at : Nat) : [Nat8] {
    switch tree {
      case (#empty) [0x81, 0];
      case (#leaf) [0x82, 3, 0x40];
      case (#labelled it) {
        if (at == path.size() or it.name != path[at]) return pruned(it.digest);
        join([[0x83, 2], bytes(it.name), show(it.below, path, at + 1)])
      };
      case (#fork it) {
        let right = at < path.size() and bitAt(path[at].toArray(), it.bit);
        let first = if right { pruned(digest(it.left)) } else { show(it.left, path, at) };
        let second = if right { show(it.right, path, at) } else { pruned(digest(it.right)) };
        join([[0x83, 1], first, second])
      };
    }
  };

  func pruned(digest : Blob) : [Nat8] { join([[0x82, 4], bytes(digest)]) };

  func join(parts : [[Nat8]]) : [Nat8] { parts.flatten() };

  /// Returns bytes as a string of CBOR; there are less than 65,536.
  public func bytes(blob : Blob) : [Nat8] {
    let size = blob.size();
    let head : [Nat8] = if (size < 24) { [0x40 + Nat8.fromNat(size)] } else {
      [0x59, Nat8.fromNat(size / 256), Nat8.fromNat(size % 256)]
    };
    head.concat(blob.toArray())
  };

  /// Returns the first bit in which two labels differ.
  func difference(one : Blob, other : Blob) : ?Nat {
    let (left, right) = (one.toArray(), other.toArray());
    var at = 0;
    while (at < left.size()) {
      let both = left[at] ^ right[at];
      if (both != 0) return ?(at * 8 + Nat8.toNat(Nat8.bitcountLeadingZero(both)));
      at += 1;
    };
    null
  };

  func bitAt(name : [Nat8], bit : Nat) : Bool { Nat8.bittest(name[bit / 8], 7 - bit % 8 : Nat) };
}
