import * as Y from 'yjs';
import { freshParts } from './workspace/fresh-parts.js';
import { bindInputs } from './workspace/inputs.js';
import { fromBase64, openLine, REMOTE, type LineState } from './workspace/line.js';
import { followPartner } from './workspace/partner.js';
import { bindTables } from './workspace/rows.js';

/** An edit as the server tells it. */
interface ToldEdit {
  /** Participant. */
  readonly by: string;
  readonly names: readonly string[];
  readonly update: string;
}

/** Milliseconds between two questions for the document. */
const NEXT_TRY = 3000;

// The page works without this: each section then has a button of its own.
void begin(window);

async function begin(page: Window): Promise<void> {
  const { document } = page;
  const href = page.location.pathname.replace(/\/$/u, '');
  const token = document.documentElement.dataset.token ?? '';
  const shared = new Y.Doc();
  const partner = followPartner(page, { href, token });
  const refresh = freshParts(page);
  const line = openLine({
    ...{ page, href, token, document: shared },
    onState(state) {
      showState(document, state);
      if (state.is === 'saved') refresh();
    },
    onRefused: () => page.setTimeout(() => page.location.reload(), 3000),
  });
  // Without the document an empty form would stand here; until it comes, the page works turn by turn.
  const written = whatIsWritten(document);
  while (!(await line.catchUp())) await pause(page, NEXT_TRY);
  const putBack = written();
  bindInputs(document, shared);
  bindTables(document, shared);
  putBack();
  for (const part of document.querySelectorAll<HTMLElement>('[data-without-script]'))
    part.hidden = true;
  for (const form of document.querySelectorAll('form:has([data-part])')) {
    // Enter in a line would send the section; it is saved already.
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  const events = new EventSource(`${href}/events`);
  let isFirst = true;
  events.addEventListener('open', () => {
    if (!isFirst) void line.catchUp();
    isFirst = false;
  });
  events.addEventListener('edit', ({ data }) => {
    const { by, names, update } = JSON.parse(String(data)) as ToldEdit;
    Y.applyUpdate(shared, fromBase64(update), REMOTE);
    // One's own edits come back too.
    if (by === document.querySelector<HTMLElement>('[data-self]')?.dataset.self) return;
    partner.changed(names);
    refresh();
  });
  events.addEventListener('presence', ({ data }) => {
    partner.present(JSON.parse(String(data)) as Parameters<typeof partner.present>[0]);
  });
}

/** @returns what ends the watch, and gives what puts into the form what was written meanwhile */
function whatIsWritten(document: Document): () => () => void {
  const boxes = new Map<HTMLInputElement | HTMLTextAreaElement, string>();
  const note = ({ target }: Event): void => {
    const isBox = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (isBox && target.dataset.part !== undefined) boxes.set(target, target.value);
  };
  document.addEventListener('input', note);
  return () => {
    document.removeEventListener('input', note);
    const wasTicked = [...boxes.keys()].map((box) => 'checked' in box && box.checked);
    return () => {
      [...boxes].forEach(([box, text], at) => {
        if (box instanceof HTMLInputElement) box.checked = wasTicked[at] ?? false;
        // The partner may have written there too; nobody's words go.
        if (box.value === box.defaultValue) box.value = text;
        else box.value = `${box.value} ${text}`;
        for (const name of ['input', 'change']) box.dispatchEvent(new Event(name));
      });
    };
  };
}

function pause(page: Window, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    page.setTimeout(resolve, milliseconds);
  });
}

function showState(document: Document, state: LineState): void {
  const line = document.querySelector<HTMLElement>('[data-save-state]');
  if (!line) return;
  const words = line.dataset[state.is] ?? '';
  line.textContent = state.is === 'unsent' ? `${words} ${state.count}` : words;
  line.dataset.state = state.is;
}
