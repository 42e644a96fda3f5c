import { describe, expect, test } from "vitest";
import { parseRoute } from "../src/routing.ts";
import { candid, example } from "../src/words/candid.ts";
import { brokenAt } from "../src/words/chain.ts";
import { diffLines } from "../src/words/diff.ts";
import { ago, bytes, counted, duration } from "../src/words/format.ts";
import { highlightLine, languageOf } from "../src/words/highlight.ts";
import { addressFor, nameTrouble } from "../src/words/names.ts";
import { keptFor, titleOf } from "../src/words/releases.ts";
import { cell, csv, matches } from "../src/words/table.ts";

test("durations are told at the precision that matters", () => {
  expect([3.4, 340, 1234, 9999, 48_200, 190_000].map(duration)).toEqual(["3 ms", "340 ms", "1.2 s", "9.9 s", "48 s", "3 min 10 s"]);
});

test("sizes and counts", () => {
  expect([0, 999, 1000, 2_400_000, 999_999].map(bytes)).toEqual(["0 B", "999 B", "1.0 kB", "2.4 MB", "1.0 MB"]);
  expect([counted(1, "row"), counted(1204, "row")]).toEqual(["1 row", "1,204 rows"]);
});

test("how long ago", () => {
  const hour = 3_600_000;
  expect([0, 59_999, 5 * 60_000, 3 * hour, 25 * hour, 50 * hour].map((ms) => ago(0, ms))).toEqual(["just now", "just now", "5 min ago", "3 h ago", "yesterday", "2 days ago"]);
});

test("addresses inside the Studio", () => {
  expect(parseRoute("")).toEqual({ page: "home" });
  expect(parseRoute("#token=abc")).toEqual({ page: "home" });
  expect(parseRoute("#/apps/guest%20house/data/a.b")).toEqual({ page: "app", name: "guest house", view: "data", detail: "a.b" });
  expect(parseRoute("#/apps/x/nonsense")).toEqual({ page: "app", name: "x", view: null, detail: null });
  expect(parseRoute("#/apps/%E0%A4%A")).toMatchObject({ page: "app" });
});

describe("tables", () => {
  const rows = [{ key: 1, value: { name: "Ada, Countess", text: '=HYPERLINK("x")', n: -3 } }, { key: 2, value: { name: null, text: "two\nlines", n: 4 } }];

  test("CSV quotes what has to be quoted and disarms formulas in texts, not in numbers", () => {
    expect(csv(["name", "text", "n"], rows)).toBe('key,name,text,n\r\n1,"Ada, Countess","\'=HYPERLINK(""x"")",-3\r\n2,,"two\nlines",4\r\n');
  });

  test("rows that are no records have one column", () => {
    expect(csv(["value"], [{ key: null, value: "a" }])).toBe("value\r\na\r\n");
    expect(cell({ a: 1 }, "b")).toBeUndefined();
    expect(cell(["x", "y"], "1")).toBe("y");
  });

  test("search takes every word, anywhere in the row", () => {
    expect(rows.map((r) => matches(r, "ada COUNTESS"))).toEqual([true, false]);
  });
});

describe("differences", () => {
  const show = (a: string, b: string) => diffLines(a, b).map((l) => ({ same: " ", added: "+", removed: "-" })[l.kind] + l.text);

  test("keeps what is common", () => {
    expect(show("a\nb\nc\n", "a\nx\nc\n")).toEqual([" a", "-b", "+x", " c"]);
    expect(show("", "a\n")).toEqual(["+a"]);
    expect(show("a\nb\n", "b\n")).toEqual(["-a", " b"]);
  });

  test("gives back both texts, for any two", () => {
    let seed = 7;
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    for (let i = 0; i < 200; i++) {
      const text = () => Array.from({ length: Math.floor(random() * 9) }, () => "abc"[Math.floor(random() * 3)]).join("\n");
      const [a, b] = [text(), text()];
      const lines = diffLines(a, b);
      const strip = (t: string) => (t === "" ? [] : t.replace(/\n$/, "").split("\n"));
      expect(lines.filter((l) => l.kind !== "added").map((l) => l.text)).toEqual(strip(a));
      expect(lines.filter((l) => l.kind !== "removed").map((l) => l.text)).toEqual(strip(b));
    }
  });

  test("two long files with nothing in common are still told", () => {
    const many = (c: string) => Array.from({ length: 3000 }, (_, i) => c + i).join("\n");
    expect(diffLines(many("a"), many("b"))).toHaveLength(6000);
  });
});

describe("colours", () => {
  const kinds = (line: string, language: string) => highlightLine(line, language).tokens.filter((t) => !["plain", "word"].includes(t.kind)).map((t) => `${t.kind}:${t.text}`);

  test("Motoko", () => {
    expect(kinds('  var n : Nat = 0x1F; // "no"', "mo")).toEqual(["keyword:var", "type:Nat", "number:0x1F", 'comment:// "no"']);
    expect(kinds('let a = "x // y";', "mo")).toEqual(["keyword:let", 'string:"x // y"']);
  });

  test("a comment over lines", () => {
    const first = highlightLine("let a /* b", "mo");
    expect(first.inComment).toBe(true);
    expect(highlightLine("c */ let", "mo", true)).toMatchObject({ inComment: false, tokens: [{ kind: "comment", text: "c */" }, { text: " " }, { kind: "keyword" }] });
  });

  test("no letter is lost in any language", () => {
    const line = `<a href="x">'q' /* c */ // d 12 \`t\` #fff --v: 'open`;
    for (const path of ["a.mo", "a.ts", "a.json", "a.css", "a.html", "a.txt"]) expect(highlightLine(line, languageOf(path)).tokens.map((t) => t.text).join(""), path).toBe(line);
  });
});

test("names of apps are labels of host names", () => {
  expect(nameTrouble("guest-book2", ["other"])).toBeNull();
  expect(["", "-a", "A b", "x".repeat(64), "taken"].map((n) => nameTrouble(n, ["taken"]) !== null)).toEqual([true, true, true, true, true]);
});

test("the history is whole only if each record names the one before", () => {
  const record = (index: number, hash: string, previous: string | null) => ({ index, timeMs: 0, kind: "released", release: null, by: "owner", text: "", hash, previous });
  expect(brokenAt([record(0, "a", null), record(1, "b", "a")])).toBeNull();
  expect(brokenAt([record(0, "a", null), record(1, "b", "x")])).toBe(1);
});

test("Candid types and a first value for each", () => {
  const types = { Node: { kind: "record", fields: [{ name: "next", id: 1, type: { kind: "opt", type: { kind: "ref", name: "Node" } } }, { name: "n", id: 2, type: { kind: "nat" } }] } };
  expect(candid({ kind: "variant", fields: [{ name: "ok", id: 1, type: { kind: "null" } }, { name: null, id: 7, type: { kind: "text" } }] })).toBe("variant { ok; 7 : text }");
  expect(example({ kind: "ref", name: "Node" }, types)).toBe("record { next = null; n = 0 }");
});

test("a title becomes an address that is free", () => {
  expect(["Guest book", "  3 Apps!", "Été", "shop-list-", "!!!"].map((t) => addressFor(t, ["guestbook"]))).toEqual(["guestbook-2", "apps", "t", "shop-list", "app"]);
});

test("a way back is called by its note, since it repeats the old wish; its data is kept by the release after it", () => {
  const of = (number: number | null, wish: string | null, note: string, snapshot: number | null = null) => ({ id: "r", number, status: "past" as const, createdMs: 0, note, wish, snapshot, verdict: null });
  expect(titleOf(of(1, "A guest book", ""))).toEqual({ text: "A guest book", kind: "wish" });
  expect(titleOf(of(1, "A guest book, long", "A guest"))).toMatchObject({ kind: "wish" });
  expect(titleOf(of(3, "A guest book", "back to release 1"))).toEqual({ text: "Back to release 1", kind: "deed" });
  expect(titleOf(of(1, null, ""))).toEqual({ text: "Released by hand", kind: "deed" });
  expect([1, 2].map((n) => keptFor(of(n, null, ""), [of(2, null, "", 31), of(3, null, "", null)]))).toEqual([true, false]);
});
