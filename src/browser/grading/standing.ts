interface Standing {
  readonly state: string;
  readonly text: string;
  readonly facts: string;
  readonly mayResend: boolean;
}

/** What of the page says where the score stands. */
interface Parts {
  readonly section: HTMLElement;
  readonly words: HTMLElement;
  readonly facts: HTMLElement | null;
  readonly form: HTMLFormElement | null;
}

/** Milliseconds between looks while a score is under way; the last one stays. */
const LOOKS = [400, 800, 1500, 3000, 5000, 10_000];

/**
 * Keeps the words about the score true: after an answer, while the score is under way, and when
 * somebody has it sent again. Without this script the page says what was true when it was made.
 */
export function keepStandingTrue(page: Window, exerciseId: string): void {
  const { document } = page;
  const parts = partsOf(document);
  if (!parts) return;
  const { section, words, form } = parts;
  const base = `${document.documentElement.dataset.base ?? ''}/exercises/${exerciseId}`;
  let timer: number | undefined;

  /** @param look how often we have asked since the score changed */
  function show(standing: Standing, look = 0): void {
    if (!parts) return;
    print(parts, standing);
    if (standing.state === 'waiting') follow(look);
  }

  function follow(look: number): void {
    page.clearTimeout(timer);
    timer = page.setTimeout(() => void ask(look), LOOKS[Math.min(look, LOOKS.length - 1)]);
  }

  async function ask(look: number): Promise<void> {
    try {
      const headers = { accept: 'application/json' };
      const answer = await page.fetch(`${base}/standing`, { headers });
      // The visit has ended: asking on would tell nobody anything.
      if (answer.status >= 400 && answer.status < 500) return;
      if (!answer.ok) throw new Error(String(answer.status));
      show((await answer.json()) as Standing, look + 1);
    } catch {
      // The line is down; the words on the page are still true, and the next look may get through.
      follow(look + 1);
    }
  }

  async function resend(target: HTMLFormElement): Promise<void> {
    try {
      const headers = { accept: 'application/json' };
      const answer = await page.fetch(target.action, { method: 'POST', headers });
      if (!answer.ok) throw new Error(String(answer.status));
      show((await answer.json()) as Standing);
      // The button goes; whoever pressed it is taken to what became of it.
      words.focus();
    } catch {
      // The page's own way says what is wrong.
      target.submit();
    }
  }

  document.addEventListener('tandem:standing', (event) => {
    show((event as CustomEvent<Standing>).detail);
    // Some exercises take away the button that was pressed, and the focus with it.
    if (document.activeElement === document.body) words.focus();
  });
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void resend(form);
  });
  if (section.dataset.standing === 'waiting') follow(0);
}

function partsOf(document: Document): Parts | undefined {
  const section = document.querySelector<HTMLElement>('[data-standing]');
  const words = section?.querySelector<HTMLElement>('[data-standing-text]');
  if (!section || !words) return undefined;
  return {
    section,
    words,
    facts: section.querySelector<HTMLElement>('[data-standing-facts]'),
    form: section.querySelector<HTMLFormElement>('[data-standing-resend]'),
  };
}

function print({ section, words, facts, form }: Parts, standing: Standing): void {
  section.dataset.standing = standing.state;
  // Setting the same words again would have them read out again.
  if (words.textContent !== standing.text) words.textContent = standing.text;
  if (facts) facts.textContent = standing.facts;
  if (form) form.hidden = !standing.mayResend;
}
