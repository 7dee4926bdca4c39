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
  await line.catchUp();
  bindInputs(document, shared);
  bindTables(document, shared);
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

function showState(document: Document, state: LineState): void {
  const line = document.querySelector<HTMLElement>('[data-save-state]');
  if (!line) return;
  const words = line.dataset[state.is] ?? '';
  line.textContent = state.is === 'unsent' ? `${words} ${state.count}` : words;
  line.dataset.state = state.is;
}
