/** After the core has drawn the exercise: says so, and keeps the words about the score true. */
import { saveStates } from './exercise/save-state.js';

interface Standing {
  readonly state: string;
  readonly text: string;
}

const root = document.documentElement;
const exercise = document.getElementById('exercise');
const section = document.querySelector<HTMLElement>('[data-standing]');
const words = document.querySelector<HTMLElement>('[data-standing-text]');

/** Milliseconds between looks while a score is under way; the last one stays. */
const LOOKS = [400, 800, 1500, 3000, 5000, 10_000];

watchForExercise();
saveStates();
document.addEventListener('tandem:standing', (event) => {
  show((event as CustomEvent<Standing>).detail);
});
if (section?.dataset.standing === 'waiting') follow(0);

/** @param look how often we have asked since the score changed */
function show(standing: Standing, look = 0): void {
  if (!section || !words) return;
  section.dataset.standing = standing.state;
  // Setting the same words again would have them read out again.
  if (words.textContent !== standing.text) words.textContent = standing.text;
  if (standing.state === 'waiting') follow(look);
}

let timer: number | undefined;

function follow(look: number): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void ask(look), LOOKS[Math.min(look, LOOKS.length - 1)]);
}

async function ask(look: number): Promise<void> {
  const url = `${root.dataset.base ?? ''}/exercises/${exercise?.dataset.exercise ?? ''}/standing`;
  try {
    const answer = await fetch(url, { headers: { accept: 'application/json' } });
    // The visit has ended: asking on would tell nobody anything.
    if (answer.status >= 400 && answer.status < 500) return;
    if (!answer.ok) throw new Error(String(answer.status));
    show((await answer.json()) as Standing, look + 1);
  } catch {
    // The line is down; the words on the page are still true, and the next look may get through.
    follow(look + 1);
  }
}

/** The core draws when the document is ready; until then the page says that it is loading. */
function watchForExercise(): void {
  const content = exercise?.querySelector('.h5p-content');
  if (!exercise || !content) return;
  const done = (): boolean => {
    if (content.childElementCount === 0) return false;
    exercise.dataset.ready = 'true';
    exercise.querySelector('[data-loading]')?.remove();
    return true;
  };
  if (done()) return;
  const observer = new MutationObserver(() => {
    if (done()) observer.disconnect();
  });
  observer.observe(content, { childList: true });
}
