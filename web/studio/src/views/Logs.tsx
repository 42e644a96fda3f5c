// What the app printed, trapped and was told; followed while it runs.

import { useEffect, useRef, useState } from "react";
import { api, failureOf } from "../api/client.ts";
import type { AppDetail, Failure, LogLine } from "../api/types.ts";
import { noticeFailure } from "../state/actions.ts";
import { useStudio } from "../state/store.ts";
import { Trouble, Waiting } from "../ui/parts.tsx";
import { clock, moment } from "../words/format.ts";

const EVERY_MS = 1500;
const KEPT = 5000;

export function LogsView({ app }: { app: AppDetail }) {
  const [lines, setLines] = useState<LogLine[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [follow, setFollow] = useState(true);
  const [words, setWords] = useState("");
  const [turn, setTurn] = useState(0);
  const generation = useStudio((s) => s.generation);
  const box = useRef<HTMLDivElement>(null);
  const last = useRef<number | null>(null);

  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      try {
        const more = await api.logs(app.name, last.current);
        if (!current) return;
        last.current = more.at(-1)?.index ?? last.current;
        setLines((old) => [...(old ?? []), ...more].slice(-KEPT));
        setFailure(null);
      } catch (error) {
        if (!current) return;
        noticeFailure(error);
        setFailure(failureOf(error));
      }
      if (current && follow) timer = setTimeout(() => void load(), EVERY_MS);
    };
    void load();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [app.name, follow, turn, generation]);

  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow, words]);

  const shown = (lines ?? []).filter((l) => l.text.toLowerCase().includes(words.toLowerCase()));
  return (
    <section className="view logs">
      <header className="view-head row">
        <h2>Logs</h2>
        <input type="search" className="search" aria-label="Search in the logs" placeholder="Search" value={words} onChange={(e) => setWords(e.target.value)} />
        <label className="switch"><input type="checkbox" checked={follow} onChange={(e) => setFollow(e.target.checked)} />Follow</label>
      </header>
      {failure && <Trouble failure={failure} retry={() => setTurn(turn + 1)} />}
      {lines === null && !failure && <Waiting>Reading the logs</Waiting>}
      {lines?.length === 0 && <p className="empty">Nothing was logged yet. What the app prints with Debug.print, and every trap, appears here.</p>}
      {lines && lines.length > 0 && (
        <div className="log" ref={box} role="log" aria-live="off" aria-label="Log lines" tabIndex={0}>
          {shown.map((line) => (
            <p key={line.index} data-trap={/\btrap/i.test(line.text)}>
              <time dateTime={new Date(line.timeMs).toISOString()} title={moment(line.timeMs)}>{clock(line.timeMs)}</time>
              <span>{line.text}</span>
            </p>
          ))}
          {shown.length === 0 && <p className="empty">No line has “{words}”.</p>}
        </div>
      )}
    </section>
  );
}
