// What pages say and hear, and what of it is refused.
import assert from "node:assert/strict";
import { test } from "node:test";

import { type Heard, hear } from "../src/messages.ts";
import { read } from "../src/origins.ts";

const ORIGIN = "https://shop.example";
const KEY = new Uint8Array(44).fill(7);
const KEY_TEXT = btoa(String.fromCharCode(...KEY));
const GRANTED = { userKey: Uint8Array.of(1, 2), expiration: 5n, signature: Uint8Array.of(3) };

function heard(message: unknown): { heard: Heard; posted: unknown[] } {
  const posted: unknown[] = [];
  return { heard: hear(message, ORIGIN, (answer) => posted.push(answer)), posted };
}

function asked(message: unknown) {
  const result = heard(message);
  assert.ok(result.heard && "asked" in result.heard);
  return { ...result, asked: result.heard.asked };
}

const call = (method: string, params?: unknown) => ({ jsonrpc: "2.0", id: "1", method, params });

test("the window protocol", () => {
  const { asked: request, posted } = asked({ kind: "authorize-client", sessionPublicKey: KEY, maxTimeToLive: 9n, derivationOrigin: "https://a.example" });
  assert.deepEqual([request.origin, request.derivationOrigin, request.maxTimeToLive], [ORIGIN, "https://a.example", 9n]);
  request.grant(GRANTED);
  request.refuse("no");
  assert.deepEqual(posted, [
    {
      kind: "authorize-client-success",
      delegations: [{ delegation: { pubkey: KEY, expiration: 5n, targets: undefined }, signature: GRANTED.signature }],
      userPublicKey: GRANTED.userKey,
      authnMethod: "passkey",
    },
    { kind: "authorize-client-failure", text: "no" },
  ]);
});

test("a request of the window protocol that is not understood is answered, not asked", () => {
  const key = { sessionPublicKey: KEY };
  for (const wrong of [{}, { sessionPublicKey: "key" }, { sessionPublicKey: new Uint8Array(201) }, { ...key, maxTimeToLive: -1n }, { ...key, maxTimeToLive: "soon" }, { ...key, derivationOrigin: 3 }]) {
    const { heard: result } = heard({ kind: "authorize-client", ...wrong });
    assert.ok(result && "reply" in result, JSON.stringify(Object.keys(wrong)));
  }
});

test("the signer protocol", () => {
  assert.deepEqual(heard(call("icrc29_status")).heard, { reply: { jsonrpc: "2.0", id: "1", result: "ready" } });
  const { heard: standards } = heard(call("icrc25_supported_standards"));
  assert.match(JSON.stringify(standards), /"ICRC-29".*"ICRC-34"/);
  assert.match(JSON.stringify(heard(call("icrc25_permissions")).heard), /icrc34_delegation.*ask_on_use/);
  assert.match(JSON.stringify(heard(call("icrc25_request_permissions", { scopes: [] })).heard), /ask_on_use/);
  assert.match(JSON.stringify(heard(call("icrc49_call_canister")).heard), /2000/);
  const params = { publicKey: KEY_TEXT, maxTimeToLive: "60", targets: ["aaaaa-aa"], icrc95DerivationOrigin: "https://a.example" };
  const { asked: request, posted } = asked(call("icrc34_delegation", params));
  assert.deepEqual([request.sessionKey, request.maxTimeToLive, request.targets, request.derivationOrigin], [KEY, 60n, ["aaaaa-aa"], "https://a.example"]);
  request.grant(GRANTED);
  request.refuse("no");
  const signed = { delegation: { pubkey: KEY_TEXT, expiration: "5", targets: ["aaaaa-aa"] }, signature: "Aw==" };
  assert.deepEqual(posted, [
    { jsonrpc: "2.0", id: "1", result: { publicKey: "AQI=", signerDelegation: [signed] } },
    { jsonrpc: "2.0", id: "1", error: { code: 3001, message: "no" } },
  ]);
});

test("parameters of a delegation that are not understood", () => {
  const good = { publicKey: KEY_TEXT };
  for (const wrong of [undefined, {}, { publicKey: "***" }, { publicKey: btoa("x".repeat(201)) }, { ...good, maxTimeToLive: "-5" }, { ...good, maxTimeToLive: 0 }, { ...good, targets: [] }, { ...good, targets: [1] }, { ...good, targets: Array(101).fill("aaaaa-aa") }]) {
    assert.match(JSON.stringify(heard(call("icrc34_delegation", wrong)).heard), /-32602/, JSON.stringify(wrong));
  }
});

test("what is no message, or waits for no answer, is passed over", () => {
  for (const nothing of [null, "hello", 7, {}, { kind: "else" }, { jsonrpc: "1.0", id: 1, method: "icrc29_status" }, { jsonrpc: "2.0", method: "icrc29_status" }]) {
    assert.equal(heard(nothing).heard, undefined);
  }
});

test("lists of alternative origins", () => {
  assert.deepEqual(read('{"alternativeOrigins":["https://a.example"]}'), ["https://a.example"]);
  const eleven = JSON.stringify({ alternativeOrigins: Array(11).fill("https://a.example") });
  for (const wrong of ["", "[]", "{}", '{"alternativeOrigins":"https://a.example"}', '{"alternativeOrigins":[1]}', eleven]) {
    assert.throws(() => read(wrong), undefined, wrong);
  }
});
