// Where a wish is typed: grows with the text, Enter says it, Shift+Enter makes a line.

import { type FormEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { Icon } from "./parts.tsx";

const LIMIT = 100_000;

interface Props {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onSay: (wish: string) => void;
  big?: boolean;
  action: string;
}

export function WishBox({ label, placeholder, value, onChange, onSay, big = false, action }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const el = area.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${Math.min(el.scrollHeight, big ? 320 : 200)}px`;
  }, [value, big]);
  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      event.preventDefault();
      area.current?.focus();
    };
    window.addEventListener("keydown", focusOnSlash);
    return () => window.removeEventListener("keydown", focusOnSlash);
  }, []);

  const tooLong = new Blob([value]).size > LIMIT;
  const ready = value.trim() !== "" && !tooLong;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (ready) onSay(value.trim());
    else area.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      submit();
    }
  };
  return (
    <form className={big ? "wishbox big" : "wishbox"} onSubmit={submit}>
      <textarea
        ref={area} rows={big ? 3 : 1} value={value} aria-label={label} placeholder={placeholder} enterKeyHint="send"
        autoFocus={big && window.matchMedia("(min-width: 700px)").matches}
        onChange={(e) => onChange(e.target.value)} onKeyDown={keys}
      />
      <div className="wishbox-foot">
        <span className="hint">{tooLong ? "A wish has at most 100,000 bytes." : big ? <><kbd>Enter</kbd> says it, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a line</> : null}</span>
        {/* Not disabled while empty: a dead button explains nothing, this one leads to the text. */}
        <button type="submit" className={big ? "button primary" : "button primary round"} aria-disabled={!ready} aria-label={big ? undefined : action}>
          {big ? action : null}
          <Icon name={big ? "arrow" : "send"} />
        </button>
      </div>
    </form>
  );
}
