// The steps of a job as they stream by, with times; afterwards one line that can be opened.

import { type Job } from "../state/jobs.ts";
import { Icon, Prose, useNow } from "../ui/parts.tsx";
import { counted, duration } from "../words/format.ts";
import { stageWords } from "../words/jobs.ts";

export function Steps({ job }: { job: Job }) {
  const running = job.ending === null;
  const now = useNow(100, running);
  if (job.stages.length === 0) return null;
  const sofar = running ? now - job.heardAt : job.ms;
  const list = (
    <ol className="steps">
      {job.stages.map((stage) => {
        const took = stage.status === "started" ? Math.max(0, sofar - stage.startedMs) : stage.tookMs;
        return (
          <li key={stage.name} data-status={stage.status}>
            <span className="step-mark">
              {stage.status === "started" ? <span className="spinner" aria-hidden="true" /> : <Icon name={stage.status === "done" ? "check" : "stop"} />}
            </span>
            <span className="step-words">
              {stageWords(stage.name, stage.status)}
              {stage.status === "failed" && <span className="visually-hidden"> (failed)</span>}
              {stage.text && stage.status !== "started" && <span className="step-text"><Prose text={stage.text} /></span>}
            </span>
            <span className="step-time">{took === null ? "" : duration(took)}</span>
          </li>
        );
      })}
    </ol>
  );
  if (running) return <div className="steps-box" aria-busy="true">{list}</div>;
  return (
    <details className="steps-box">
      <summary>
        <Strip job={job} />
        <span>{counted(job.stages.length, "step")} in {duration(job.ms)}</span>
      </summary>
      {list}
    </details>
  );
}

/** How the time was spent: one segment per step, as wide as it took. */
function Strip({ job }: { job: Job }) {
  return (
    <span className="strip" aria-hidden="true">
      {job.stages.map((s) => <i key={s.name} data-stage={s.name} data-status={s.status} title={`${stageWords(s.name, s.status)}: ${duration(s.tookMs ?? 0)}`} style={{ flexGrow: Math.max(1, s.tookMs ?? 1) }} />)}
    </span>
  );
}
