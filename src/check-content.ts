import { loadCurriculum } from './curriculum/index.js';
import { LOCALES } from './i18n/i18n.js';

/**
 * `npm run content`: checks every content file and counts the texts of each language.
 * `npm run content -- ../our-content` lays that folder over ours, as CONTENT_DIR does.
 */
try {
  const curriculum = await loadCurriculum({ directories: ['content', ...process.argv.slice(2)] });
  for (const language of new Set([...LOCALES, ...curriculum.languages])) {
    const { present, missing, awaitingCheck } = curriculum.coverage(language);
    const counts = [`${present} present`, `${missing} missing`, `${awaitingCheck} awaiting check`];
    process.stdout.write(`${language}: ${counts.join(', ')}\n`);
  }
  const { badges } = curriculum.badges('en');
  const questions = curriculum.surveys('en').flatMap((survey) => survey.questions);
  const { terms } = curriculum.glossary('en');
  process.stdout.write(
    `${badges.length} badges, ${questions.length} questions in surveys, ${terms.length} terms\n`,
  );
  process.stdout.write(`content: ${curriculum.fileCount} files, 0 faults\n`);
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
