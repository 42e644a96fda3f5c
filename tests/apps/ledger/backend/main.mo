import Map "mo:core/Map";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Nat8 "mo:core/Nat8";
import Nat32 "mo:core/Nat32";
import Nat64 "mo:core/Nat64";
import Int "mo:core/Int";
import Blob "mo:core/Blob";
import Text "mo:core/Text";
import Char "mo:core/Char";
import Array "mo:core/Array";
import VarArray "mo:core/VarArray";
import Iter "mo:core/Iter";
import Result "mo:core/Result";
import Option "mo:core/Option";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import Time "mo:core/Time";
import Error "mo:core/Error";
import Debug "mo:core/Debug";

shared ({ caller = installer }) persistent actor class Ledger(init : { name : Text; symbol : Text; decimals : Nat8; initialSupply : Nat }) = this {
  public type Subaccount = Blob;
  public type Account = { owner : Principal; subaccount : ?Subaccount };
  public type Tokens = Nat;
  public type Memo = Blob;
  public type Timestamp = Nat64;

  public type TransferArgs = {
    from_subaccount : ?Subaccount;
    to : Account;
    amount : Tokens;
    fee : ?Tokens;
    memo : ?Memo;
    created_at_time : ?Timestamp;
  };
  public type TransferError = {
    #BadFee : { expected_fee : Tokens };
    #BadBurn : { min_burn_amount : Tokens };
    #InsufficientFunds : { balance : Tokens };
    #TooOld;
    #CreatedInFuture : { ledger_time : Timestamp };
    #Duplicate : { duplicate_of : Nat };
    #GenericError : { error_code : Nat; message : Text };
  };
  public type TransferFromError = TransferError or { #InsufficientAllowance : { allowance : Tokens } };
  public type Operation = {
    #mint : { to : Account; amount : Tokens };
    #burn : { from : Account; amount : Tokens };
    #transfer : { from : Account; to : Account; amount : Tokens; fee : Tokens };
    #approve : { from : Account; spender : Account; amount : Tokens };
  };
  public type Transaction = { index : Nat; operation : Operation; memo : ?Memo; timestamp : Timestamp };
  public type Value = { #Nat : Nat; #Int : Int; #Text : Text; #Blob : Blob };

  let fee : Nat = 10;
  let defaultSubaccount : Subaccount = Blob.fromArray(Array.repeat<Nat8>(0, 32));
  let minting : Account = { owner = installer; subaccount = null };
  let balances = Map.empty<Account, Nat>();
  let allowances = Map.empty<(Account, Account), Nat>();
  let log = List.empty<Transaction>();
  var supply = 0;

  func accountCompare(a : Account, b : Account) : Order.Order {
    switch (Principal.compare(a.owner, b.owner)) {
      case (#equal) {
        Blob.compare(Option.get(a.subaccount, defaultSubaccount), Option.get(b.subaccount, defaultSubaccount));
      };
      case order order;
    };
  };

  func pairCompare((a, b) : (Account, Account), (c, d) : (Account, Account)) : Order.Order {
    switch (accountCompare(a, c)) { case (#equal) accountCompare(b, d); case other other };
  };

  func balance(account : Account) : Nat {
    Option.get(Map.get(balances, accountCompare, account), 0);
  };

  func setBalance(account : Account, amount : Nat) {
    if (amount == 0) { Map.remove(balances, accountCompare, account) } else {
      Map.add(balances, accountCompare, account, amount);
    };
  };

  func now() : Timestamp { Nat64.fromIntWrap(Time.now()) };

  func record(operation : Operation, memo : ?Memo) : Nat {
    let index = log.size();
    log.add({ index; operation; memo; timestamp = now() });
    index;
  };

  func mint(to : Account, amount : Nat) : Nat {
    supply += amount;
    setBalance(to, balance(to) + amount);
    record(#mint { to; amount }, null);
  };

  if (supply == 0 and init.initialSupply > 0) {
    ignore mint(minting, init.initialSupply);
    Debug.print("minted " # debug_show (init.initialSupply));
  };

  func checkedTransfer(from : Account, args : TransferArgs) : Result.Result<Nat, TransferError> {
    switch (args.fee) {
      case (?given) { if (given != fee) { return #err(#BadFee { expected_fee = fee }) } };
      case null {};
    };
    switch (args.memo) {
      case (?memo) { if (memo.size() > 32) { return #err(#GenericError { error_code = 1; message = "memo too long" }) } };
      case null {};
    };
    switch (args.created_at_time) {
      case null {};
      case (?created) {
        if (created > now() + 120_000_000_000) { return #err(#CreatedInFuture { ledger_time = now() }) };
        for (tx in log.reverseValues()) {
          switch (tx.operation) {
            case (#transfer t) {
              if (tx.timestamp == created and accountCompare(t.to, args.to) == #equal and t.amount == args.amount) {
                return #err(#Duplicate { duplicate_of = tx.index });
              };
            };
            case _ {};
          };
        };
      };
    };
    let have = balance(from);
    if (have < args.amount + fee) { return #err(#InsufficientFunds { balance = have }) };
    setBalance(from, have - args.amount - fee);
    setBalance(args.to, balance(args.to) + args.amount);
    supply -= fee;
    #ok(record(#transfer { from; to = args.to; amount = args.amount; fee }, args.memo));
  };

  public shared ({ caller }) func icrc1_transfer(args : TransferArgs) : async { #Ok : Nat; #Err : TransferError } {
    let from = { owner = caller; subaccount = args.from_subaccount };
    switch (checkedTransfer(from, args)) {
      case (#ok index) { #Ok index };
      case (#err error) { #Err error };
    };
  };

  public shared ({ caller }) func icrc2_approve(spender : Account, amount : Nat) : async Nat {
    let from : Account = { owner = caller; subaccount = null };
    Map.add(allowances, pairCompare, (from, spender), amount);
    record(#approve { from; spender; amount }, null);
  };

  public shared ({ caller }) func icrc2_transfer_from(from : Account, args : TransferArgs) : async { #Ok : Nat; #Err : TransferFromError } {
    let key = (from, { owner = caller; subaccount = args.from_subaccount });
    let allowance = switch (Map.get(allowances, pairCompare, key)) { case (?n) n; case null 0 };
    if (allowance < args.amount + fee) { return #Err(#InsufficientAllowance { allowance }) };
    switch (checkedTransfer(from, args)) {
      case (#ok index) {
        Map.add(allowances, pairCompare, key, allowance - args.amount - fee : Nat);
        #Ok index;
      };
      case (#err error) { #Err error };
    };
  };

  public shared ({ caller }) func burn(amount : Nat) : async Result.Result<Nat, Text> {
    let from : Account = { owner = caller; subaccount = null };
    let have = balance from;
    if (have < amount) { return #err("balance is only " # have.toText()) };
    setBalance(from, have - amount : Nat);
    supply -= amount;
    #ok(record(#burn { from; amount }, null));
  };

  public query func icrc1_balance_of(account : Account) : async Tokens { balance(account) };
  public query func icrc1_total_supply() : async Tokens { supply };
  public query func icrc1_metadata() : async [(Text, Value)] {
    [
      ("icrc1:name", #Text(init.name)),
      ("icrc1:symbol", #Text(init.symbol)),
      ("icrc1:decimals", #Nat(init.decimals.toNat())),
      ("icrc1:fee", #Nat fee),
      ("icrc1:subaccount", #Blob(Blob.fromArray([0, 1, 255]))),
      ("icrc1:offset", #Int(-1)),
    ];
  };

  func hex(blob : Blob) : Text {
    let digits = "0123456789abcdef".chars().toArray();
    var text = "";
    for (byte in blob.values()) {
      text #= digits[(byte / 16).toNat()].toText() # digits[(byte % 16).toNat()].toText();
    };
    text;
  };

  func checksum(bytes : [Nat8]) : Nat32 {
    var hash : Nat32 = 2_166_136_261;
    for (byte in bytes.values()) {
      hash := (hash ^ Nat32.fromNat(byte.toNat())) *% 16_777_619;
    };
    hash;
  };

  public query func history(start : Nat, length : Nat) : async [Text] {
    let end = Nat.min(start + length, log.size());
    if (start >= end) { return [] };
    Array.tabulate<Text>(end - start, func(i) {
      let tx = log.at(start + i);
      let memo = switch (tx.memo) { case (?m) " memo " # hex(m); case null "" };
      tx.index.toText() # ": " # (switch (tx.operation) {
        case (#mint { amount }) "mint " # amount.toText();
        case (#burn { amount }) "burn " # amount.toText();
        case (#transfer { amount; fee }) "transfer " # amount.toText() # " fee " # fee.toText();
        case (#approve { amount }) "approve " # amount.toText();
      }) # memo;
    });
  };

  public query func fingerprint(text : Text) : async (Nat32, Text) {
    let sum = checksum(text.encodeUtf8().toArray());
    (sum, hex(Blob.fromArray([Nat8.fromIntWrap((sum >> 24).toNat()), Nat8.fromIntWrap((sum >> 16).toNat())])));
  };

  public shared func tryPay(to : Account, amount : Nat) : async Text {
    try {
      let ledger = actor (Principal.fromActor(this).toText()) : actor { icrc1_transfer : shared TransferArgs -> async { #Ok : Nat; #Err : TransferError } };
      switch (await ledger.icrc1_transfer({ from_subaccount = null; to; amount; fee = null; memo = ?"\01\ff"; created_at_time = null })) {
        case (#Ok n) "paid in " # n.toText();
        case (#Err e) { throw Error.reject(debug_show e) };
      };
    } catch e {
      "failed: " # e.message();
    };
  };
};
