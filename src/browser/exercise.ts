/** After the core has drawn the exercise: says so, and keeps the words about the score true. */
import { saveStates, type Keeping } from './exercise/save-state.js';
import { keepStandingTrue } from './grading/standing.js';

const exercise = document.getElementById('exercise');
const keeping = document.getElementById('keeping');

watchForExercise();
saveStates(keeping ? tellKeeping(keeping) : undefined);
keepStandingTrue(window, exercise?.dataset.exercise ?? '');

/** The page has a line for it where no score says that work has arrived. */
function tellKeeping(line: HTMLElement): (keeping: Keeping) => void {
  const { kept = '', offline = '' } = line.dataset;
  return (keeping) => {
    const words = keeping.kind === 'refused' ? keeping.words : { kept, offline }[keeping.kind];
    line.className = keeping.kind === 'kept' ? 'meta' : 'notice';
    if (line.textContent !== words) line.textContent = words;
  };
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
