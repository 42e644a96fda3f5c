import { expect, test } from "vitest";
import { eventReader } from "../src/api/sse.ts";

const WHOLE = 'event: stage\ndata: {"a":1}\n\n: a comment\n\nevent: done\r\ndata: one\r\ndata: two\r\n\r\n';
const EVENTS = [{ event: "stage", data: '{"a":1}' }, { event: "done", data: "one\ntwo" }];

test("reads a stream in one piece", () => {
  expect(eventReader()(WHOLE)).toEqual(EVENTS);
});

test("gives the same events wherever the stream is cut", () => {
  for (let cut = 0; cut <= WHOLE.length; cut++) {
    const read = eventReader();
    expect([...read(WHOLE.slice(0, cut)), ...read(WHOLE.slice(cut))], `cut at ${cut}`).toEqual(EVENTS);
  }
  const read = eventReader();
  expect([...WHOLE].flatMap((letter) => read(letter))).toEqual(EVENTS);
});

test("an event that is not finished is not told", () => {
  expect(eventReader()("event: done\ndata: {}\n")).toEqual([]);
});
