import { el } from './dom.js';
import { drawLeaf } from './leaf-input.js';
import { drawList } from './list-input.js';
import { changeLibrary, isAskedFor, type Group, type Inner, type Node } from './model.js';
import type { Surroundings } from './surroundings.js';

/** All fields of one level, in order; those whose rules do not hold are hidden while they do not. */
export function drawNodes(nodes: readonly Node[], at: string, around: Surroundings): HTMLElement {
  const level = el('div', { class: 'editor-level' });
  const drawn = nodes.map((node) => drawNode(node, `${at}${node.field.name}`, within));
  const hideSome = (): void => {
    drawn.forEach((element, index) => {
      const node = nodes[index];
      element.hidden = node !== undefined && !isAskedFor(node.field, nodes);
    });
  };
  function changedHere(): void {
    hideSome();
    around.changed();
  }
  hideSome();
  level.append(...drawn);
  return level;

  // Declared late so that the level's own rules run after each change in it.
  function within(): Surroundings {
    return { ...around, changed: changedHere };
  }
}

/** @param around made when it is needed: drawing may be put off until a part is opened */
export function drawNode(node: Node, id: string, around: () => Surroundings): HTMLElement {
  switch (node.kind) {
    case 'leaf':
      return drawLeaf(node, id, around(), drawNodes);
    case 'group':
      return drawGroup(node, id, around());
    case 'list':
      return drawList(node, id, around(), drawItem);
    case 'library':
      return drawInner(node, id, around());
  }
}

/** The parts of a list's line stand without a frame of their own. */
function drawItem(node: Node, id: string, around: Surroundings): HTMLElement {
  if (node.kind !== 'group') return drawNode(node, id, () => around);
  return drawNodes(node.children, node.isBare ? `${id}#` : `${id}.`, around);
}

/** What few people change is folded away. */
function drawGroup(group: Group, id: string, around: Surroundings): HTMLElement {
  const { label, name, common, optional } = group.field;
  const content = (): HTMLElement => drawNodes(group.children, `${id}.`, around);
  if (common !== true && optional !== true) {
    return el('fieldset', { id }, el('legend', {}, label ?? name), content());
  }
  const details = el('details', { id, class: 'editor-fold' }, el('summary', {}, label ?? name));
  const open = (): void => {
    if (details.childElementCount === 1) details.append(content());
  };
  // The texts of the interface are many and seldom wanted.
  if (common === true) details.addEventListener('toggle', open, { once: true });
  else open();
  return details;
}

/** Content of another type: which, and then its fields. */
function drawInner(inner: Inner, id: string, around: Surroundings): HTMLElement {
  const { words, titles, fieldsOf, changed } = around;
  const select = el('select', { id });
  const fields = el('div');
  const draw = (): void => {
    fields.replaceChildren(drawNodes(inner.children, `${id}.params.`, around));
  };
  if (inner.library === undefined) select.append(el('option', { value: '' }, words.choose ?? ''));
  for (const option of inner.field.options ?? []) {
    const name = String(option);
    select.append(
      el('option', { value: name, selected: name === inner.library }, titles[name] ?? name),
    );
  }
  select.addEventListener('change', () => {
    changeLibrary(inner, select.value === '' ? undefined : select.value, fieldsOf);
    draw();
    changed();
  });
  draw();
  const label = el(
    'label',
    { for: id, class: 'editor-label' },
    inner.field.label ?? inner.field.name,
  );
  return el('div', { class: 'field editor-field editor-inner' }, label, select, fields);
}
