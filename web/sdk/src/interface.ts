// The app's interface, from the JSON form that the platform serves (README.md says what it looks like).
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
  | string
  | { ref: string }
  | { opt: TypeJson }
  | { vec: TypeJson }
  | { tuple: TypeJson[] }
  | { record: Record<string, TypeJson> }
  | { variant: Record<string, TypeJson> }
  | { func: MethodJson }
  | { service: Record<string, MethodJson> };

export interface MethodJson {
  mode: Method["mode"];
  args: TypeJson[];
  results: TypeJson[];
}

export interface InterfaceJson {
  format: 1;
  methods: Record<string, MethodJson>;
  types: Record<string, TypeJson>;
}

/** Reads `/_/interface.json`. */
export async function readInterface(): Promise<Interface> {
  return toInterface((await readJson("/_/interface.json")) as InterfaceJson);
}

/** Returns the interface with its types as the agent's libraries have them. */
export function toInterface(json: InterfaceJson): Interface {
  if (json.format !== 1) throw new Error(`The interface has format ${json.format}; this page reads format 1. Load it again.`);
  const named = new Map(Object.keys(json.types).map((name) => [name, IDL.Rec()]));
  const type = (json: TypeJson): IDL.Type => toType(json, named);
  for (const [name, definition] of Object.entries(json.types)) {
    named.get(name)!.fill(type(definition) as IDL.ConstructType);
  }
  const method = ({ mode, args, results }: MethodJson): Method => ({ mode, args: args.map(type), results: results.map(type) });
  const methods = Object.entries(json.methods).map(([name, json]) => [name, method(json)]);
  return { methods: Object.fromEntries(methods) };
}

const PRIMITIVES: Record<string, IDL.Type> = {
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
  const fields = (json: Record<string, TypeJson>) => Object.fromEntries(Object.entries(json).map(([name, t]) => [name, type(t)]));
  const func = ({ mode, args, results }: MethodJson) =>
    IDL.Func(args.map(type) as IDL.Type[] & [IDL.Type], results.map(type) as IDL.Type[] & [IDL.Type], mode === "update" ? [] : [mode]);
  if (typeof json === "string") {
    const found = PRIMITIVES[json];
    if (!found) throw new Error(`The interface has a type ${json}, which this page does not know. Load it again.`);
    return found;
  }
  if ("ref" in json) {
    const found = named.get(json.ref);
    if (!found) throw new Error(`The interface names a type ${json.ref} and does not say what it is.`);
    return found;
  }
  if ("opt" in json) return IDL.Opt(type(json.opt));
  if ("vec" in json) return IDL.Vec(type(json.vec));
  if ("tuple" in json) return IDL.Tuple(...json.tuple.map(type));
  if ("record" in json) return IDL.Record(fields(json.record));
  if ("variant" in json) return IDL.Variant(fields(json.variant));
  if ("func" in json) return func(json.func);
  return IDL.Service(Object.fromEntries(Object.entries(json.service).map(([name, method]) => [name, func(method)])));
}
