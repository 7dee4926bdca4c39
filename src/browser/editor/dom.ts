type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with its attributes and children; attributes that are false or undefined are left out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function button(
  words: string,
  onPress: () => void,
  className = 'button-secondary',
): HTMLButtonElement {
  const made = el('button', { type: 'button', class: `button button-small ${className}` }, words);
  made.addEventListener('click', onPress);
  return made;
}

/** H5P keeps plain texts HTML-escaped; people write and read them plain. */
export function decode(text: string): string {
  const area = document.createElement('textarea');
  // A text area takes no markup: entities are all that is read here.
  area.innerHTML = text;
  return area.value;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

export function encode(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (letter) => ENTITIES[letter] ?? letter);
}
