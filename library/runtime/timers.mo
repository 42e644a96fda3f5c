/// Jobs that run later: a heap by the time they are due, over the one timer that a canister has. The jobs lie at 0x58 (null: none yet) and are
/// forgotten at an upgrade.
import M "mo:machine";
import Prim "mo:prim";
import Memory "memory";
import Collect "collect";

module {
  type Job = { id : Nat; due : Nat64; every : Nat64; run : () -> Any };
  type Jobs = { var heap : [var ?Job]; var size : Nat; var last : Nat };

  func jobs() : Jobs {
    if (not Memory.is_pointer(M.load64(0x58))) {
      let fresh : Jobs = { var heap = Prim.Array_init<?Job>(8, null); var size = 0; var last = 0 };
      M.store64(0x58, M.bits<Jobs>(fresh));
    };
    M.value<Jobs>(M.load64(0x58))
  };

  public func timer_set(nanoseconds : Nat64, recurring : Bool, job : Nat64) : Nat {
    let all = jobs();
    all.last += 1;
    let every = if (not recurring) { 0 : Nat64 } else if (nanoseconds == 0) { 1 : Nat64 } else { nanoseconds };
    insert(all, { id = all.last; due = later(M.time(), nanoseconds); every; run = M.value<() -> Any>(job) });
    arm(all);
    all.last
  };

  public func timer_cancel(id : Nat) : () {
    let all = jobs();
    var at = 0;
    while (at < all.size) {
      if (job_at(all, at).id == id) {
        remove(all, at);
        arm(all);
        return;
      };
      at += 1;
    };
  };

  /// The timer has gone off: starts every job that is due, each in a message of its own.
  public func timers_expired() : () {
    let all = jobs();
    let now = M.time();
    // Those that come again are entered behind the others, so that none runs twice.
    let again = Prim.Array_init<?Job>(all.size, null);
    var count = 0;
    while (all.size > 0 and job_at(all, 0).due <= now) {
      let job = job_at(all, 0);
      remove(all, 0);
      if (job.every > 0) {
        let next = later(job.due, job.every);
        again[count] := ?{ job with due = if (next > now) next else later(now, job.every) };
        count += 1;
      };
      ignore job.run();
    };
    var at = 0;
    while (at < count) {
      switch (again[at]) { case (?job) insert(all, job); case null {} };
      at += 1;
    };
    arm(all);
    Collect.message_end();
  };

  func later(time : Nat64, nanoseconds : Nat64) : Nat64 {
    let sum = time +% nanoseconds;
    if (sum < time) { 0xffff_ffff_ffff_ffff } else { sum };
  };

  func arm(all : Jobs) : () {
    let due = if (all.size == 0) { 0 : Nat64 } else { job_at(all, 0).due };
    ignore M.global_timer_set(due);
  };

  func job_at(all : Jobs, at : Nat) : Job {
    switch (all.heap[at]) { case (?job) job; case null Prim.trap("a timer without a job") };
  };

  func before(a : Job, b : Job) : Bool { a.due < b.due or (a.due == b.due and a.id < b.id) };

  func insert(all : Jobs, job : Job) : () {
    if (all.size == all.heap.size()) {
      let wider = Prim.Array_init<?Job>(all.size * 2, null);
      var at = 0;
      while (at < all.size) { wider[at] := all.heap[at]; at += 1 };
      all.heap := wider;
    };
    all.heap[all.size] := ?job;
    all.size += 1;
    up(all, all.size - 1);
  };

  func remove(all : Jobs, at : Nat) : () {
    all.size -= 1;
    all.heap[at] := all.heap[all.size];
    all.heap[all.size] := null;
    if (at < all.size) { up(all, at); down(all, at) };
  };

  func swap(all : Jobs, a : Nat, b : Nat) : () {
    let job = all.heap[a];
    all.heap[a] := all.heap[b];
    all.heap[b] := job;
  };

  func up(all : Jobs, start : Nat) : () {
    var at = start;
    while (at > 0) {
      let parent = (at - 1) / 2;
      if (not before(job_at(all, at), job_at(all, parent))) { return };
      swap(all, at, parent);
      at := parent;
    };
  };

  func down(all : Jobs, start : Nat) : () {
    var at = start;
    while (true) {
      var least = at;
      let left = at * 2 + 1;
      if (left < all.size) { if (before(job_at(all, left), job_at(all, least))) { least := left } };
      if (left + 1 < all.size) { if (before(job_at(all, left + 1), job_at(all, least))) { least := left + 1 } };
      if (least == at) { return };
      swap(all, at, least);
      at := least;
    };
  };
}
