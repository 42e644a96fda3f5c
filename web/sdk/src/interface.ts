// The app's interface, from the JSON form that the platform serves (docs/design/platform-api.md says what it looks like).
import { IDL } from "@icp-sdk/core/candid";

import { readJson } from "./connection.ts";

export interface Method {
  mode: "query" | "composite_query" | "update" | "oneway";
  args: IDL.Type[];
  results: IDL.Type[];
}

export interface Interface {
  methods: Record<string, Method>;
}

export type TypeJson =
  | { kind: Primitive | "blob" }
  | { kind: "opt" | "vec"; type: TypeJson }
  | { kind: "record" | "variant"; fields: FieldJson[] }
  | { kind: "func"; mode: Method["mode"]; args: TypeJson[]; results: TypeJson[] }
  | { kind: "service"; methods: { name: string; type: TypeJson }[] }
  | { kind: "ref"; name: string };

/** A field: `name` is null where only the label's hash is known; the fields of a tuple have the ids 0, 1, ... */
export interface FieldJson {
  name: string | null;
  id?: number;
  type: TypeJson;
}

export interface ValueJson {
  name: string | null;
  type: TypeJson;
}

export interface MethodJson {
  name: string;
  mode: Method["mode"];
  args: ValueJson[];
  results: ValueJson[];
}

export interface InterfaceJson {
  types: Record<string, TypeJson>;
  methods: MethodJson[];
}

/** Reads `/_/interface.json`. */
export async function readInterface(): Promise<Interface> {
  return toInterface((await readJson("/_/interface.json")) as InterfaceJson);
}

/** Returns the interface with its types as the agent's libraries have them. */
export function toInterface(json: InterfaceJson): Interface {
  const named = new Map(Object.keys(json.types).map((name) => [name, IDL.Rec()]));
  const type = (json: TypeJson): IDL.Type => toType(json, named);
  for (const [name, definition] of Object.entries(json.types)) {
    named.get(name)!.fill(type(definition) as IDL.ConstructType);
  }
  const values = (json: ValueJson[]) => json.map((value) => type(value.type));
  const method = ({ mode, args, results }: MethodJson): Method => ({ mode, args: values(args), results: values(results) });
  return { methods: Object.fromEntries(json.methods.map((json) => [json.name, method(json)])) };
}

type Primitive = keyof typeof PRIMITIVES;

const PRIMITIVES = {
  null: IDL.Null,
  bool: IDL.Bool,
  nat: IDL.Nat,
  int: IDL.Int,
  nat8: IDL.Nat8,
  nat16: IDL.Nat16,
  nat32: IDL.Nat32,
  nat64: IDL.Nat64,
  int8: IDL.Int8,
  int16: IDL.Int16,
  int32: IDL.Int32,
  int64: IDL.Int64,
  float32: IDL.Float32,
  float64: IDL.Float64,
  text: IDL.Text,
  principal: IDL.Principal,
  reserved: IDL.Reserved,
  empty: IDL.Empty,
};

function toType(json: TypeJson, named: Map<string, IDL.RecClass>): IDL.Type {
  const type = (json: TypeJson): IDL.Type => toType(json, named);
  const fields = (json: FieldJson[]) => Object.fromEntries(json.map((field) => [field.name ?? `_${field.id}_`, type(field.type)]));
  const isTuple = (json: FieldJson[]) => json.length > 0 && json.every(({ name, id }, index) => name === null && id === index);
  switch (json.kind) {
    case "ref": {
      const found = named.get(json.name);
      if (!found) throw new Error(`The interface names a type ${json.name} and does not say what it is.`);
      return found;
    }
    case "opt":
      return IDL.Opt(type(json.type));
    case "vec":
      return IDL.Vec(type(json.type));
    case "blob":
      return IDL.Vec(IDL.Nat8);
    case "record":
      return isTuple(json.fields) ? IDL.Tuple(...json.fields.map((field) => type(field.type))) : IDL.Record(fields(json.fields));
    case "variant":
      return IDL.Variant(fields(json.fields));
    case "func": {
      const [args, results] = [json.args.map(type), json.results.map(type)] as [[IDL.Type], [IDL.Type]];
      return IDL.Func(args, results, json.mode === "update" ? [] : [json.mode]);
    }
    case "service":
      return IDL.Service(Object.fromEntries(json.methods.map((method) => [method.name, type(method.type) as IDL.FuncClass])));
  }
  const found = PRIMITIVES[json.kind];
  if (!found) throw new Error(`The interface has a type ${json.kind}, which this page does not know. Load it again.`);
  return found;
}
