// What was understood of a wish, what is asked, and what was not understood.

import { useId } from "react";
import type { Understanding } from "../api/types.ts";
import { answer } from "../state/actions.ts";
import { changeEntry, type Entry, useStudio } from "../state/store.ts";
import { nameTrouble } from "../words/names.ts";
import { Icon, Prose } from "../ui/parts.tsx";

interface Props {
  entry: Entry;
  understanding: Understanding;
  onBuild: () => void;
  onEdit: () => void;
}

export function Understood({ entry, understanding, onBuild, onEdit }: Props) {
  const asking = entry.phase === "asking";
  const apps = useStudio((s) => s.apps);
  const nothing = understanding.understood.length === 0;
  const trouble = entry.app === null && entry.name !== null ? nameTrouble(entry.name, (apps ?? []).map((a) => a.name)) : null;
  return (
    <div className="understood">
      {!nothing && (
        <>
          <h2 className="label">Understood</h2>
          <ul className="understood-list">{understanding.understood.map((text) => <li key={text}><Icon name="check" /><Prose text={text} /></li>)}</ul>
        </>
      )}
      {understanding.notUnderstood.length > 0 && (
        <>
          <h2 className="label">Not understood</h2>
          <ul className="not-understood">{understanding.notUnderstood.map((text) => <li key={text}><Icon name="question" /><q>{text}</q></li>)}</ul>
          {asking && <p className="quiet">{nothing ? "Nothing here could be made into an app. Say what is kept, and who may see and change it." : "This part would be left out."}</p>}
        </>
      )}
      {understanding.questions.map((q) => <QuestionView key={q.id} question={q} entry={entry} disabled={!asking} />)}
      {asking && entry.app === null && !nothing && <NameField entry={entry} trouble={trouble} />}
      {asking && (
        <p className="turn-actions">
          {!nothing && <button type="button" className="button primary" onClick={onBuild} disabled={trouble !== null}>{understanding.notUnderstood.length > 0 ? "Build it without that" : "Build it"}</button>}
          <button type="button" className="button" onClick={onEdit}>Change the words</button>
        </p>
      )}
    </div>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function QuestionView({ question, entry, disabled }: { question: Understanding["questions"][number]; entry: Entry; disabled: boolean }) {
  const chosen = entry.answers[question.id] ?? question.default;
  if (disabled) return <p className="answered"><span>{question.text}</span> <strong>{capital(chosen)}</strong></p>;
  const options = question.options.length > 0 ? question.options : [question.default];
  return (
    <fieldset className="question">
      <legend>{question.text}</legend>
      <div className="options">
        {options.map((option) => (
          <label key={option} className="option">
            <input type="radio" name={`${entry.id}-${question.id}`} checked={chosen === option} onChange={() => answer(entry.id, question.id, option)} />
            <span>{capital(option)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function NameField({ entry, trouble }: { entry: Entry; trouble: string | null }) {
  const port = useStudio((s) => s.status?.port);
  const id = useId();
  return (
    <div className="namefield">
      <label htmlFor={id}>Its address</label>
      <div className="namefield-row">
        <input id={id} value={entry.name ?? ""} spellCheck={false} autoCapitalize="off" autoComplete="off" aria-invalid={trouble !== null} aria-describedby={`${id}-note`} onChange={(e) => changeEntry(entry.id, { name: e.target.value })} />
        <span aria-hidden="true">.localhost{port ? `:${port}` : ""}</span>
      </div>
      <p id={`${id}-note`} className="field-note" role={trouble ? "alert" : undefined}>{trouble ?? ""}</p>
    </div>
  );
}
