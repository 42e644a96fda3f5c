// Values go out and come back as they were; what does not fit is said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { callError } from "../src/errors.ts";
import { type TypeJson, toInterface } from "../src/interface.ts";
import { decode, encode } from "../src/values.ts";

const plain = (kind: string) => ({ kind }) as TypeJson;
const opt = (type: TypeJson): TypeJson => ({ kind: "opt", type });
const vec = (type: TypeJson): TypeJson => ({ kind: "vec", type });
const ref = (name: string): TypeJson => ({ kind: "ref", name });
const fields = (of: Record<string, TypeJson>) => Object.entries(of).map(([name, type]) => ({ name, type }));
const record = (of: Record<string, TypeJson>): TypeJson => ({ kind: "record", fields: fields(of) });
const variant = (of: Record<string, TypeJson>): TypeJson => ({ kind: "variant", fields: fields(of) });
const tuple = (...of: TypeJson[]): TypeJson => ({ kind: "record", fields: of.map((type, id) => ({ name: null, id, type })) });

const types = {
  Tree: variant({ leaf: plain("null"), node: tuple(ref("Tree"), plain("nat"), ref("Tree")) }),
  Message: record({ id: plain("nat"), name: plain("text"), city: opt(plain("text")), tags: vec(plain("text")) }),
};

const methodOf = (type: TypeJson) => {
  const value = { name: null, type };
  return toInterface({ types, methods: [{ name: "m", mode: "query", args: [value], results: [value] }] }).methods.m!;
};

const back = (type: TypeJson, value: unknown) => {
  const { args, results } = methodOf(type);
  return decode(results, encode(args, [value], "m"));
};

test("values come back as they were", () => {
  const message = { id: 7, name: "Ada", city: null, tags: ["a"] };
  const cases: [TypeJson, unknown][] = [
    [plain("nat"), 12],
    [plain("int"), -3],
    [plain("nat"), 2n ** 80n],
    [plain("nat64"), 5],
    [plain("nat8"), 5],
    [plain("float64"), 1.5],
    [plain("bool"), true],
    [plain("text"), "é🎉"],
    [plain("principal"), "2vxsx-fae"],
    [plain("null"), null],
    [opt(plain("nat")), null],
    [opt(plain("nat")), 0],
    [opt(opt(plain("nat"))), { some: null }],
    [opt(opt(plain("nat"))), { some: 4 }],
    [plain("blob"), new Uint8Array([1, 2])],
    [vec(plain("nat32")), [1, 2]],
    [tuple(plain("text"), plain("nat")), ["a", 1]],
    [ref("Message"), message],
    [vec(ref("Message")), [message, { ...message, city: "Ulm" }]],
    [ref("Tree"), "leaf"],
    [ref("Tree"), { node: ["leaf", 3, { node: ["leaf", 4, "leaf"] }] }],
  ];
  for (const [type, value] of cases) assert.deepEqual(back(type, value), value, JSON.stringify(type));
});

test("missing optional fields count as null, unknown ones are left out", () => {
  assert.deepEqual(back(ref("Message"), { id: 1, name: "a", tags: [], more: 1 }), { id: 1, name: "a", city: null, tags: [] });
  assert.equal(back(opt(plain("nat")), undefined), null);
});

test("what does not fit is said", () => {
  const wrong = (type: TypeJson, value: unknown, said: RegExp) => assert.throws(() => back(type, value), said);
  wrong(ref("Message"), { id: "x", name: "a", tags: [] }, /m\.id must be a whole number, and is a string/);
  wrong(ref("Message"), { id: 1, tags: [] }, /m\.name must be text, and is nothing/);
  wrong(ref("Message"), null, /m must be an object, and is null/);
  wrong(ref("Tree"), "twig", /m must be one of/);
  wrong(plain("principal"), "nobody", /principal as text/);
  wrong(plain("nat"), 1.5, /whole number/);
});

test("an old page reads a reply that has more, and calls with less", () => {
  const old = methodOf(record({ name: plain("text") }));
  const now = methodOf(record({ name: plain("text"), city: opt(plain("text")) }));
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
