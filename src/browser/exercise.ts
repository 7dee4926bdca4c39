/** After the core has drawn the exercise: says so, and keeps the words about the score true. */
import { saveStates } from './exercise/save-state.js';
import { keepStandingTrue } from './grading/standing.js';

const exercise = document.getElementById('exercise');

watchForExercise();
saveStates();
keepStandingTrue(window, exercise?.dataset.exercise ?? '');

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
