// Values go out and come back as they were; what does not fit is said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { callError } from "../src/errors.ts";
import { type TypeJson, toInterface } from "../src/interface.ts";
import { decode, encode } from "../src/values.ts";

const types = {
  Tree: { variant: { leaf: "null", node: { tuple: [{ ref: "Tree" }, "nat", { ref: "Tree" }] } } },
  Message: { record: { id: "nat", name: "text", city: { opt: "text" }, tags: { vec: "text" } } },
} satisfies Record<string, TypeJson>;

const back = (type: TypeJson, value: unknown) => {
  const json = { format: 1 as const, types, methods: { m: { mode: "query" as const, args: [type], results: [type] } } };
  const { args, results } = toInterface(json).methods.m!;
  return decode(results, encode(args, [value], "m"));
};

test("values come back as they were", () => {
  const message = { id: 7, name: "Ada", city: null, tags: ["a"] };
  const cases: [TypeJson, unknown][] = [
    ["nat", 12],
    ["int", -3],
    ["nat", 2n ** 80n],
    ["nat64", 5],
    ["nat8", 5],
    ["float64", 1.5],
    ["bool", true],
    ["text", "é🎉"],
    ["principal", "2vxsx-fae"],
    ["null", null],
    [{ opt: "nat" }, null],
    [{ opt: "nat" }, 0],
    [{ opt: { opt: "nat" } }, { some: null }],
    [{ opt: { opt: "nat" } }, { some: 4 }],
    [{ vec: "nat8" }, new Uint8Array([1, 2])],
    [{ vec: "nat32" }, [1, 2]],
    [{ tuple: ["text", "nat"] }, ["a", 1]],
    [{ ref: "Message" }, message],
    [{ vec: { ref: "Message" } }, [message, { ...message, city: "Ulm" }]],
    [{ ref: "Tree" }, "leaf"],
    [{ ref: "Tree" }, { node: ["leaf", 3, { node: ["leaf", 4, "leaf"] }] }],
  ];
  for (const [type, value] of cases) assert.deepEqual(back(type, value), value, JSON.stringify(type));
});

test("missing optional fields count as null, unknown ones are left out", () => {
  assert.deepEqual(back({ ref: "Message" }, { id: 1, name: "a", tags: [], more: 1 }), { id: 1, name: "a", city: null, tags: [] });
  assert.equal(back({ opt: "nat" }, undefined), null);
});

test("what does not fit is said", () => {
  const wrong = (type: TypeJson, value: unknown, said: RegExp) => assert.throws(() => back(type, value), said);
  wrong({ ref: "Message" }, { id: "x", name: "a", tags: [] }, /m\.id must be a whole number, and is a string/);
  wrong({ ref: "Message" }, { id: 1, tags: [] }, /m\.name must be text, and is nothing/);
  wrong({ ref: "Message" }, null, /m must be an object, and is null/);
  wrong({ ref: "Tree" }, "twig", /m must be one of/);
  wrong("principal", "nobody", /principal as text/);
  wrong("nat", 1.5, /whole number/);
});

test("an old page reads a reply that has more, and calls with less", () => {
  const interfaceOf = (record: Record<string, TypeJson>) =>
    toInterface({ format: 1, types: {}, methods: { m: { mode: "query", args: [{ record }], results: [{ record }] } } }).methods.m!;
  const old = interfaceOf({ name: "text" });
  const now = interfaceOf({ name: "text", city: { opt: "text" } });
  assert.deepEqual(decode(old.results, encode(now.args, [{ name: "a", city: "b" }], "m")), { name: "a" });
  assert.deepEqual(decode(now.results, encode(old.args, [{ name: "a" }], "m")), { name: "a", city: null });
});

test("a trap is shown as what the app said", () => {
  const rejectMessage =
    "Error from Canister aaaaa-aa: Canister called `ic0.trap` with message: 'x'.\nCanister trapped explicitly: Please give the name.\nCanister Backtrace:\nf\n";
  const error = callError({ cause: { code: { rejectMessage, rejectErrorCode: "IC0503" } } });
  assert.equal(error.message, "Please give the name.");
  assert.deepEqual([error.reason, error.code], ["rejected", "IC0503"]);
});
