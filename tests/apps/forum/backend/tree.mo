// Trees given by their children.
import List "mo:core/List";
import Stack "mo:core/Stack";

module {
  /// Nodes with their depth, parents before children, children in order.
  public func preorder<T>(root : T, children : T -> [T]) : [(T, Nat)] {
    let out = List.empty<(T, Nat)>();
    let waiting = Stack.singleton<(T, Nat)>((root, 0));
    loop {
      switch (waiting.pop()) {
        case null { return out.toArray() };
        case (?(node, depth)) {
          out.add((node, depth));
          let below = children(node);
          var i = below.size();
          while (i > 0) {
            i -= 1;
            waiting.push((below[i], depth + 1));
          };
        };
      };
    };
  };
};
