import { firstValue } from '../../shared/semantics/first-params.js';
import { button, el } from './dom.js';
import { nodeOf, type List, type Node } from './model.js';
import { fill, type Surroundings } from './surroundings.js';

type DrawItem = (node: Node, id: string, around: Surroundings) => HTMLElement;

/**
 * Lines that are added, removed and put in order by buttons. Focus stays with the line that was
 * moved, and each change is said to those who do not see it.
 */
export function drawList(
  list: List,
  id: string,
  around: Surroundings,
  drawItem: DrawItem,
): HTMLElement {
  const { field } = list;
  const lines = el('ol', { class: 'plain-list editor-lines' });
  const undo = el('p', { class: 'editor-undo', role: 'status' });
  const entity = field.entity ?? field.field?.label ?? field.label ?? '';
  const actions: LineActions = { remove, move };

  function draw(): void {
    lines.replaceChildren(
      ...list.items.map((item, at) => {
        const name = `${capital(entity)} ${String(at + 1)}`;
        const place = { name, at, isFirst: at === 0, isLast: at === list.items.length - 1 };
        const content = drawItem(item, `${id}.${String(at)}`, around);
        return drawLine(content, place, actions, around);
      }),
    );
    add.disabled = field.max !== undefined && list.items.length >= field.max;
  }

  function move(at: number, by: -1 | 1): void {
    const to = at + by;
    const [moved] = list.items.splice(at, 1);
    if (!moved) return;
    list.items.splice(to, 0, moved);
    draw();
    focusIn(lines, to, by === -1 ? 'up' : 'down');
    around.say(
      fill(around.words.moved, { number: String(to + 1), total: String(list.items.length) }),
    );
    around.changed();
  }

  function remove(at: number): void {
    const [gone] = list.items.splice(at, 1);
    if (!gone) return;
    draw();
    offerUndo(undo, { entity, words: around.words }, () => {
      list.items.splice(at, 0, gone);
      draw();
      focusIn(lines, at, 'remove');
      around.changed();
    });
    around.changed();
  }

  const add = button(fill(around.words.add, { name: entity }), () => {
    if (!field.field) return;
    list.items.push(nodeOf(field.field, firstValue(field.field), around.fieldsOf));
    draw();
    lines.lastElementChild?.querySelector<HTMLElement>('input, textarea, select')?.focus();
    around.changed();
  });
  draw();
  return frameOf(list, id, [lines, undo, add]);
}

function frameOf({ field }: List, id: string, parts: readonly HTMLElement[]): HTMLElement {
  const hint = field.description ? [el('p', { class: 'meta' }, field.description)] : [];
  const legend = el('legend', {}, field.label ?? field.name);
  return el('fieldset', { id, class: 'editor-list' }, legend, ...hint, ...parts);
}

/** The line is not lost: it comes back where it was. */
function offerUndo(
  place: HTMLElement,
  { entity, words }: { readonly entity: string; readonly words: Surroundings['words'] },
  undo: () => void,
): void {
  const back = button(words.undo ?? '', () => {
    place.replaceChildren();
    undo();
  });
  place.replaceChildren(fill(words.removed, { name: entity }), ' ', back);
  back.focus();
}

interface LineActions {
  readonly remove: (at: number) => void;
  readonly move: (at: number, by: -1 | 1) => void;
}

function drawLine(
  content: HTMLElement,
  { name, at, isFirst, isLast }: { name: string; at: number; isFirst: boolean; isLast: boolean },
  { remove, move }: LineActions,
  { words }: Surroundings,
): HTMLElement {
  const act = (what: string, label: string | undefined, onPress: () => void): HTMLButtonElement => {
    const made = button(label ?? '', onPress);
    made.dataset.act = what;
    made.append(el('span', { class: 'visually-hidden' }, `: ${name}`));
    return made;
  };
  const up = act('up', words.up, () => move(at, -1));
  const down = act('down', words.down, () => move(at, 1));
  // Not `disabled`: focus would be lost at the ends of the list.
  up.hidden = isFirst;
  down.hidden = isLast;
  return el(
    'li',
    { class: 'card editor-line' },
    el('p', { class: 'editor-line-name' }, name),
    content,
    el(
      'div',
      { class: 'cluster' },
      up,
      down,
      act('remove', words.remove, () => remove(at)),
    ),
  );
}

function focusIn(lines: HTMLElement, at: number, what: string): void {
  const line = lines.children[at];
  const wanted = line?.querySelector<HTMLElement>(`[data-act="${what}"]:not([hidden])`);
  (wanted ?? line?.querySelector<HTMLElement>('[data-act]:not([hidden])'))?.focus();
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
