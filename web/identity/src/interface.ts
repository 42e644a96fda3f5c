// The canister's methods, as `library/identity/main.mo` has them.
import type { ActorMethod } from "@icp-sdk/core/agent";
import { IDL } from "@icp-sdk/core/candid";
import type { Principal } from "@icp-sdk/core/principal";

export type Problem = { unknown: null } | { tooMany: null } | { full: null } | { expired: null } | { known: null } | { last: null } | { malformed: string };
export type Result<T> = { ok: T } | { err: Problem };
export type Optional<T> = [] | [T];

export interface NewDevice {
  key: Uint8Array;
  credential: Optional<Uint8Array>;
  name: string;
}

export interface Device {
  principal: Principal;
  credential: Optional<Uint8Array>;
  name: string;
  kind: { passkey: null } | { phrase: null };
  addedAt: bigint;
  usedAt: bigint;
  current: boolean;
}

export interface Visit {
  origin: string;
  shown: string;
  firstAt: bigint;
  lastAt: bigint;
  until: bigint;
}

export interface Account {
  number: bigint;
  name: string;
  madeAt: bigint;
  devices: Device[];
  visits: Visit[];
  invitation: Optional<{ code: string; until: bigint; request: Optional<{ name: string; number: string }> }>;
}

export interface Session {
  origin: string;
  sessionKey: Uint8Array;
  maxTimeToLive: Optional<bigint>;
  targets: Optional<Principal[]>;
}

export interface Provider {
  register: ActorMethod<[string, NewDevice], Result<bigint>>;
  lookUp: ActorMethod<[Uint8Array], Optional<Uint8Array>>;
  account: ActorMethod<[], Optional<Account>>;
  signIn: ActorMethod<[Session, { origin: string; shown: string }], Result<{ userKey: Uint8Array; expiration: bigint }>>;
  signature: ActorMethod<[Session, bigint], Optional<Uint8Array>>;
  setPhrase: ActorMethod<[Uint8Array], Result<null>>;
  removeDevice: ActorMethod<[Principal], Result<null>>;
  invite: ActorMethod<[string], Result<bigint>>;
  join: ActorMethod<[string, NewDevice], Result<string>>;
  joined: ActorMethod<[string], { added: null } | { waiting: null } | { refused: null }>;
  answer: ActorMethod<[string, boolean], Result<null>>;
}

export const provider = () => {
  const { Bool, Func, Int, Nat, Nat64, Null, Opt, Principal, Record, Service, Text, Variant, Vec } = IDL;
  const Blob = Vec(IDL.Nat8);
  const Problem = Variant({ unknown: Null, tooMany: Null, full: Null, expired: Null, known: Null, last: Null, malformed: Text });
  const Result = (ok: IDL.Type) => Variant({ ok, err: Problem });
  const NewDevice = Record({ key: Blob, credential: Opt(Blob), name: Text });
  const Kind = Variant({ passkey: Null, phrase: Null });
  const Device = Record({ principal: Principal, credential: Opt(Blob), name: Text, kind: Kind, addedAt: Int, usedAt: Int, current: Bool });
  const Visit = Record({ origin: Text, shown: Text, firstAt: Int, lastAt: Int, until: Int });
  const Invitation = Record({ code: Text, until: Int, request: Opt(Record({ name: Text, number: Text })) });
  const Account = Record({ number: Nat, name: Text, madeAt: Int, devices: Vec(Device), visits: Vec(Visit), invitation: Opt(Invitation) });
  const Session = Record({ origin: Text, sessionKey: Blob, maxTimeToLive: Opt(Nat64), targets: Opt(Vec(Principal)) });
  return Service({
    register: Func([Text, NewDevice], [Result(Nat)], []),
    lookUp: Func([Blob], [Opt(Blob)], ["query"]),
    account: Func([], [Opt(Account)], ["query"]),
    signIn: Func([Session, Record({ origin: Text, shown: Text })], [Result(Record({ userKey: Blob, expiration: Nat64 }))], []),
    signature: Func([Session, Nat64], [Opt(Blob)], ["query"]),
    setPhrase: Func([Blob], [Result(Null)], []),
    removeDevice: Func([Principal], [Result(Null)], []),
    invite: Func([Text], [Result(Int)], []),
    join: Func([Text, NewDevice], [Result(Text)], []),
    joined: Func([Text], [Variant({ added: Null, waiting: Null, refused: Null })], ["query"]),
    answer: Func([Text, Bool], [Result(Null)], []),
  });
};
