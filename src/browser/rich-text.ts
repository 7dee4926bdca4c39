/** Rich text with the tags that a field allows, for pages whose exercise has such a field. */
import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { button, el } from './editor/dom.js';
import type { RichText } from './editor/rich-text-field.js';

/** What the toolbar offers where a field allows its tag. */
const TOOLS: readonly {
  readonly tags: readonly string[];
  readonly word: string;
  readonly name: string;
  readonly run: (editor: Editor) => void;
}[] = [
  {
    tags: ['strong', 'b'],
    word: 'bold',
    name: 'bold',
    run: (editor) => editor.commands.toggleBold(),
  },
  {
    tags: ['em', 'i'],
    word: 'italic',
    name: 'italic',
    run: (editor) => editor.commands.toggleItalic(),
  },
  {
    tags: ['h2', 'h3'],
    word: 'heading',
    name: 'heading',
    run: (editor) => editor.commands.toggleHeading({ level: 3 }),
  },
  {
    tags: ['ul'],
    word: 'list',
    name: 'bulletList',
    run: (editor) => editor.commands.toggleBulletList(),
  },
  {
    tags: ['ol'],
    word: 'numbers',
    name: 'orderedList',
    run: (editor) => editor.commands.toggleOrderedList(),
  },
];

const richText: RichText = {
  mount(element, { html, tags, words, label, describedBy, onChange }) {
    const allowed = new Set(tags);
    const has = (...names: string[]): boolean => names.some((name) => allowed.has(name));
    const place = el('div', { class: 'editor-rich-text' });
    let isOurs = true;
    const editor = new Editor({
      element: place,
      content: html,
      extensions: [
        StarterKit.configure({
          bold: has('strong', 'b') ? {} : false,
          italic: has('em', 'i') ? {} : false,
          heading: has('h2', 'h3') ? { levels: [2, 3] } : false,
          bulletList: has('ul') ? {} : false,
          orderedList: has('ol') ? {} : false,
          listItem: has('ul', 'ol') ? {} : false,
          link: has('a')
            ? { openOnClick: false, protocols: ['https'], defaultProtocol: 'https' }
            : false,
          ...{ code: false, codeBlock: false, blockquote: false, strike: false },
          ...{ underline: false, horizontalRule: false },
        }),
      ],
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-labelledby': label,
          ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
        },
      },
      onUpdate: ({ editor: written }) => {
        if (!isOurs) onChange(written.getHTML());
      },
    });
    // What reading the text already changed is no change by its author.
    isOurs = false;
    const bar = el('div', { class: 'cluster editor-rich-bar' });
    for (const { tags: needed, word, name, run } of TOOLS) {
      if (!has(...needed)) continue;
      const tool = button(words[word] ?? '', () => {
        run(editor);
        editor.commands.focus();
      });
      editor.on('transaction', () => {
        tool.setAttribute('aria-pressed', String(editor.isActive(name)));
      });
      bar.append(tool);
    }
    if (has('a')) bar.append(linkTool(editor, words));
    element.append(bar, place);
  },
};

window.TandemRichText = richText;

/** An address for what is marked; an empty one takes the link away. */
function linkTool(editor: Editor, words: Readonly<Record<string, string>>): HTMLElement {
  const input = el('input', {
    type: 'url',
    'aria-label': words.linkAddress ?? '',
    placeholder: 'https://',
  });
  const set = button(words.link ?? '', () => {
    const href = input.value.trim();
    if (href !== '' && !href.startsWith('https://')) {
      input.focus();
      return;
    }
    if (href === '') editor.chain().focus().extendMarkRange('link').unsetLink().run();
    else editor.chain().focus().extendMarkRange('link').setLink({ href }).run();
  });
  return el('span', { class: 'cluster' }, input, set);
}
