// Priority queues, Base64 and queues that do not change.
import PriorityQueue "mo:core/PriorityQueue";
import Base64 "mo:core/Base64";
import PureQueue "mo:core/pure/Queue";
import Nat "mo:core/Nat";
import Debug "mo:core/Debug";
import Iter "mo:core/Iter";
import Principal "mo:core/Principal";

let pq = PriorityQueue.fromIter<Nat>([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5].values(), Nat.compare);
Debug.print(debug_show (pq.size(), pq.peek(), pq.values().toArray(), pq.pop(), pq.pop(), pq.size()));
for (t in (["", "M", "Ma", "Man", "\ff\fe\fd\fc"] : [Blob]).values()) {
  let e = Base64.encode(t);
  Debug.print(e # debug_show (Base64.decode(e) == ?t));
};
Debug.print(debug_show (Base64.decode("a"), Base64.decode("a$bc"), Base64.decode("=aaa")));
var q = PureQueue.fromIter<Nat>([1, 2, 3, 4].values());
q := q.pushFront(0).pushBack(5);
Debug.print(q.toText() # debug_show (q.size(), q.peekFront(), q.peekBack(), q.reverse().values().toArray()));
var out = "";
label all loop {
  switch (q.popBack()) {
    case (?(rest, x)) { out #= Nat.toText(x); q := rest };
    case null { break all };
  };
};
Debug.print(out);

Debug.print(debug_show (Principal.fromText("aaaaa-aa").toLedgerAccount(null), Principal.fromText("rrkah-fqaaa-aaaaa-aaaaq-cai").toLedgerAccount(?("0123456789abcdef0123456789abcdef"))));

// prints: (11, ?9, [9, 6, 5, 5, 5, 4, 3, 3, 2, 1, 1], ?9, ?6, 9)
// prints: true
// prints: TQ==true
// prints: TWE=true
// prints: TWFutrue
// prints: //79/A==true
// prints: (null, null, null)
// prints: PureQueue[0, 1, 2, 3, 4, 5](6, ?0, ?5, [5, 4, 3, 2, 1, 0])
// prints: 543210
// prints: ("\2D\0E\89\7F\7E\86\2D\2B\57\D9\BC\9E\A5\C6\5F\9A\24\AC\6C\07\45\75\F4\78\98\31\4B\8D\6C\B0\92\9D", "\7E\46\DD\0D\DF\29\92\7B\E5\16\0E\AC\C5\6D\73\65\4F\39\8D\E8\E7\75\8C\4C\71\28\16\05\02\ED\59\CD")
